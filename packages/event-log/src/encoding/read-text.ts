import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { callbackify } from "node:util";
import { detectUnicodeMark } from "./unicode-mark.ts";
import { openPlain, type PrepareTextOptions } from "./prepare-text.ts";
import { createStreamDecoder } from "./text-decoder.ts";
import { XmlBytes } from "./xml-bytes.ts";
import { detectXmlEncoding } from "./xml-encoding.ts";
import { XmlReferences } from "../text/xml-references.ts";

export type TextSource = Omit<PrepareTextOptions, "scratchDir">;

/**
 * Reads a text file to its end, decompressed and decoded, a piece at a time: UTF-8 unless a mark says otherwise. Resolves
 * with the encoding.
 */
export async function readText(
  source: TextSource,
  onText: (text: string) => void,
  flush: () => Promise<void>,
): Promise<string> {
  return read(source, onText, flush, (head) => detectUnicodeMark(head) ?? "utf-8", createStreamDecoder);
}

/** As `readText`, for XML, which may say its encoding itself. */
export async function readXmlText(
  source: TextSource,
  onText: (text: string) => void,
  flush: () => Promise<void>,
): Promise<string> {
  return read(source, onText, flush, detectXmlEncoding, (encoding) => {
    const decoder = createStreamDecoder(encoding);
    const references = new XmlReferences();
    return {
      write: (chunk) => references.push(decoder.write(chunk)),
      end: () => references.push(decoder.end()) + references.end(),
    };
  });
}

/** As `readXmlText`, as UTF-8. */
export async function readXmlBytes(
  source: TextSource,
  onBytes: (bytes: Uint8Array) => void,
  flush: () => Promise<void>,
): Promise<string> {
  return read(source, onBytes, flush, detectXmlEncoding, (encoding) => new XmlBytes(encoding));
}

/** What makes pieces of text of pieces of a file. */
interface Decoder<Piece> {
  write(chunk: Buffer): Piece;
  end(): Piece;
}

async function read<Piece>(
  source: TextSource,
  onPiece: (piece: Piece) => void,
  flush: () => Promise<void>,
  detect: (head: Buffer) => string,
  decoderOf: (encoding: string) => Decoder<Piece>,
): Promise<string> {
  let encoding = "utf-8";
  let decoder: Decoder<Piece> | null = null;
  const write = async (chunk: Buffer): Promise<void> => {
    if (decoder === null) {
      encoding = (source.encoding ?? detect(chunk)).toLowerCase();
      decoder = decoderOf(encoding);
    }
    onPiece(decoder.write(chunk));
    await flush();
  };
  const final = async (): Promise<void> => {
    if (decoder !== null) onPiece(decoder.end());
    await flush();
  };
  const sink = new Writable({
    write: callbackify((chunk: Buffer, _encoding: string) => write(chunk)),
    final: callbackify(final),
  });
  await pipeline([...openPlain(source), sink], { signal: source.signal });
  return encoding;
}
