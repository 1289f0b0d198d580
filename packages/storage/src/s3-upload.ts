import { createHash } from "node:crypto";
import type { S3Bucket, S3Part } from "./s3-bucket-types.ts";

const PARTS_AT_ONCE = 4;
/** S3's limit of parts per object. */
export const MAX_PARTS = 10_000;

/** The upload of an object: one request if it has one part, else a multipart upload. */
export interface S3Upload {
  /** Resolves when the next part may come. All parts but the last must be of one size, at least 5 MiB. */
  add(part: Buffer): Promise<void>;
  /** Makes the object visible. */
  complete(): Promise<void>;
  /** Ends the upload and deletes its parts. */
  abort(): Promise<void>;
}

/**
 * Creates an upload. The first request is sent with the second part. At most five parts are in memory: four that are being sent
 * and one that waits. `signal` ends the requests under way; the caller must still call `abort`.
 */
export function createS3Upload(bucket: S3Bucket, name: string, signal?: AbortSignal): S3Upload {
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const inFlight = new Set<Promise<void>>();
  const parts: S3Part[] = [];
  let held: Buffer | null = null;
  let created: Promise<string> | null = null;
  let count = 0;
  let sizeBytes = 0;
  let failure: { readonly err: unknown } | null = null;

  const send = async (part: Buffer): Promise<void> => {
    created ??= bucket.createUpload(name);
    const uploadId = await created;
    const number = ++count;
    if (number > MAX_PARTS) {
      throw new Error(`the blob is larger than ${MAX_PARTS} parts of ${part.length} bytes`);
    }
    const sending = bucket.uploadPart(name, uploadId, number, part, sha256(part), stopped).then(
      (sent) => {
        parts.push(sent);
        inFlight.delete(sending);
      },
      (err: unknown) => {
        failure ??= { err };
        inFlight.delete(sending);
      },
    );
    inFlight.add(sending);
    if (inFlight.size >= PARTS_AT_ONCE) {
      await Promise.race(inFlight);
    }
  };
  const throwFailure = (): void => {
    if (failure !== null) {
      throw failure.err;
    }
  };

  return {
    async add(part) {
      throwFailure();
      sizeBytes += part.length;
      const previous = held;
      held = part;
      if (previous !== null) {
        await send(previous);
      }
    },
    async complete() {
      const last = held ?? Buffer.alloc(0);
      held = null;
      if (created === null) {
        await bucket.put(name, last, sha256(last));
        return;
      }
      await send(last);
      await Promise.all(inFlight);
      throwFailure();
      const ordered = parts.toSorted((a, b) => a.number - b.number);
      await bucket.completeUpload(name, await created, ordered, sizeBytes);
    },
    async abort() {
      held = null;
      stop.abort();
      const uploadId = await created?.catch(() => null);
      await Promise.all(inFlight); // a part that arrives after the abort would stay
      if (uploadId !== undefined && uploadId !== null) {
        await bucket.abortUpload(name, uploadId);
      }
    },
  };
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("base64");
}
