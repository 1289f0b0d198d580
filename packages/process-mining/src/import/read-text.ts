import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { callbackify } from "node:util";
import { detectUnicodeMark } from "./encoding/unicode-mark.ts";
import { openPlain, type PrepareTextOptions } from "./prepare-text.ts";
import { createStreamDecoder, type StreamDecoder } from "./text-decoder.ts";
import { detectXmlEncoding } from "./xml-encoding.ts";
import { XmlReferences } from "./xml-references.ts";

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
  return read(source, onText, flush, (head) => detectUnicodeMark(head) ?? "utf-8");
}

/** As `readText`, for XML, which may say its encoding itself. */
export async function readXmlText(
  source: TextSource,
  onText: (text: string) => void,
  flush: () => Promise<void>,
): Promise<string> {
  const references = new XmlReferences();
  const encoding = await read(source, (text) => onText(references.push(text)), flush, detectXmlEncoding);
  onText(references.end());
  return encoding;
}

async function read(
  source: TextSource,
  onText: (text: string) => void,
  flush: () => Promise<void>,
  detect: (head: Buffer) => string,
): Promise<string> {
  let encoding = "utf-8";
  let decoder: StreamDecoder | null = null;
  const write = async (chunk: Buffer): Promise<void> => {
    if (decoder === null) {
      encoding = (source.encoding ?? detect(chunk)).toLowerCase();
      decoder = createStreamDecoder(encoding);
    }
    onText(decoder.write(chunk));
    await flush();
  };
  const final = async (): Promise<void> => {
    onText(decoder?.end() ?? "");
    await flush();
  };
  const sink = new Writable({
    write: callbackify((chunk: Buffer, _encoding: string) => write(chunk)),
    final: callbackify(final),
  });
  await pipeline([...openPlain(source), sink], { signal: source.signal });
  return encoding;
}
