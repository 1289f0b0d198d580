import type { Readable } from "node:stream";
import { Busboy, type BusboyInstance } from "@fastify/busboy";
import type { Request } from "express";
import { datasetMappingSchema, datasetNameSchema, validateBody, type DatasetMapping } from "@longhaul/contracts";
import { DomainError } from "@longhaul/domain";
import { accepted } from "../../http/read-request.ts";
import { storableName } from "./storable-name.ts";

/** An upload whose file has been stored. */
export interface ReceivedUpload<T> {
  readonly fileName: string;
  /** Absent where the client gave none. */
  readonly name: string | undefined;
  readonly mapping: DatasetMapping;
  /** What `store` answered. */
  readonly stored: T;
}

const mappingSchema = datasetMappingSchema.required();
const MAX_FIELD_BYTES = 100_000;
/** What a multipart body has beside the file: the other parts, headers and boundaries. */
const MAX_OVERHEAD_BYTES = 1_000_000;

/**
 * Reads a `multipart/form-data` upload: the part `file`, streamed into `store`, and the fields `name` and `mapping`
 * before or after it. When this rejects, what `store` had begun was aborted through its source.
 * @param onBytes called with what has arrived; throws what the upload is refused with
 */
export async function receiveUpload<T>(
  req: Request,
  maxBytes: number,
  store: (file: Readable) => Promise<T>,
  onBytes: (bytes: number) => void = () => undefined,
): Promise<ReceivedUpload<T>> {
  if (req.is("multipart/form-data") === false) {
    throw new DomainError(
      "unsupported_media_type",
      "send the file as multipart/form-data with a part named file, or JSON with the url where it is",
    );
  }
  if (Number(req.headers["content-length"] ?? 0) > maxBytes + MAX_OVERHEAD_BYTES) throw tooLarge(maxBytes);
  const fields = new Map<string, string>();
  const files: { readonly fileName: string; readonly stream: Readable; readonly stored: Promise<T> }[] = [];
  try {
    await readParts(req, maxBytes, {
      onBytes,
      onField: (name, value) => void fields.set(name, value),
      onFile: (fileName, stream) => {
        const stored = store(stream);
        files.push({ fileName: storableName(fileName), stream, stored });
        return stored;
      },
    });
    const [file] = files;
    if (file === undefined) throw badPart("file", "is required: the event log to upload");
    const stored = await file.stored;
    const given = fields.get("name");
    const name = given === undefined ? undefined : accepted(validateBody(datasetNameSchema, given, ["name"]));
    return { fileName: file.fileName, name, mapping: readMapping(fields.get("mapping")), stored };
  } catch (err) {
    // What was begun must have ended before the caller cleans up behind it.
    for (const { stream, stored } of files) {
      stream.destroy(err instanceof Error ? err : new Error(String(err)));
      await stored.catch(() => undefined);
    }
    throw err;
  }
}

interface PartHandlers {
  /** May throw, which ends the reading. */
  readonly onBytes: (bytes: number) => void;
  readonly onField: (name: string, value: string) => void;
  /** Consumes the file's stream; a rejection ends the reading. */
  readonly onFile: (fileName: string, stream: Readable) => Promise<unknown>;
}

/** Reads a multipart body to its end, or to its first fault. */
function readParts(req: Request, maxBytes: number, handlers: PartHandlers): Promise<void> {
  return new Promise((resolve, reject) => {
    const busboy = createParser(req, maxBytes);
    let hasFile = false;
    const fail = (err: unknown): void => {
      req.unpipe(busboy);
      req.resume();
      reject(err instanceof Error ? err : new Error(String(err)));
    };
    busboy.on("file", (fieldName, stream, fileName) => {
      if (fieldName !== "file" || hasFile) {
        stream.resume();
        fail(
          badPart(
            fieldName,
            fieldName === "file"
              ? "is there twice; send one file"
              : "is not a part of an upload; the file's part is named file",
          ),
        );
        return;
      }
      hasFile = true;
      // What is too large may be known before anybody reads it.
      stream.on("error", () => undefined);
      stream.on("limit", () => stream.destroy(tooLarge(maxBytes)));
      onceAborted(req, () => stream.destroy(new Error("the client went away")));
      handlers.onFile(fileName, stream).catch(fail);
    });
    busboy.on("field", (name, value, _nameTruncated, valueTruncated) => {
      if (valueTruncated) fail(badPart(name, "is too long"));
      else if (name !== "name" && name !== "mapping")
        fail(badPart(name, "is not a part of an upload; known are file, name and mapping"));
      else handlers.onField(name, value);
    });
    busboy.on("error", (err) =>
      fail(new DomainError("validation_failed", `the multipart body can't be read: ${messageOf(err)}`)),
    );
    busboy.on("finish", resolve);
    onceAborted(req, () => fail(new DomainError("validation_failed", "the upload was cut off")));
    const count = ({ length }: Buffer): void => {
      try {
        handlers.onBytes(length);
      } catch (err) {
        req.off("data", count);
        fail(err);
      }
    };
    req.on("data", count);
    req.pipe(busboy);
  });
}

function createParser(req: Request, maxBytes: number): BusboyInstance {
  try {
    return new Busboy({
      headers: { ...req.headers, "content-type": req.headers["content-type"] ?? "" },
      limits: { fileSize: maxBytes, fieldSize: MAX_FIELD_BYTES, fields: 10, files: 2 },
    });
  } catch (err) {
    throw new DomainError("validation_failed", `the multipart body can't be read: ${messageOf(err)}`, { cause: err });
  }
}

function onceAborted(req: Request, then: () => void): void {
  req.once("close", () => {
    if (!req.complete) then();
  });
}

function readMapping(text: string | undefined): DatasetMapping {
  if (text === undefined || text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (err) {
    throw badPart("mapping", `is not valid JSON: ${messageOf(err)}`);
  }
  return accepted(validateBody(mappingSchema, value, ["mapping"]));
}

function tooLarge(maxBytes: number): DomainError {
  return new DomainError("payload_too_large", `the file is larger than ${maxBytes} bytes`);
}

/** A file without a byte. */
export const emptyFile = (): DomainError => badPart("file", "is empty");

function badPart(name: string, detail: string): DomainError {
  return new DomainError("validation_failed", `/${name} ${detail}`, { errors: [{ pointer: `/${name}`, detail }] });
}

const messageOf = (err: unknown): string => (err instanceof Error ? err.message : String(err));
