import { TextDecoder } from "node:util";
import iconv from "iconv-lite";

/** Decodes text that comes in pieces; a byte-order mark is dropped, bytes that are no text become U+FFFD. */
export interface StreamDecoder {
  write(chunk: Buffer): string;
  end(): string;
}

export function createStreamDecoder(encoding: string): StreamDecoder {
  if (/^utf-?8$/i.test(encoding)) {
    const decoder = new TextDecoder("utf-8");
    return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
  }
  const decoder = iconv.getDecoder(encoding);
  return { write: (chunk) => decoder.write(chunk), end: () => decoder.end() ?? "" };
}
