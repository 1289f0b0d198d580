import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import iconv from "iconv-lite";
import { isStorableText, storableText } from "@longhaul/domain";
import { lastCharacterBoundary } from "./utf8-checker.ts";
import { withoutSurrogates } from "../text/utf8-repair.ts";

/**
 * Decodes text that comes in pieces; a byte-order mark is dropped. Bytes that are no text become U+FFFD, and so do NULs and
 * halves of surrogate pairs, which no store of ours can keep.
 */
export interface StreamDecoder {
  write(chunk: Buffer): string;
  end(): string;
  /** Whether NULs or halves of surrogate pairs were among the text. */
  readonly hasReplaced: boolean;
}

export function createStreamDecoder(encoding: string): StreamDecoder {
  const decoder = /^utf-?8$/i.test(encoding)
    ? utf8Decoder()
    : encoding === ISO_2022_JP
      ? japaneseDecoder()
      : iconv.getDecoder(encoding);
  let hasReplaced = false;
  /** The first half of a pair, until the second comes. */
  let half = "";
  const storable = (text: string): string => {
    if (isStorableText(text)) return text;
    hasReplaced = true;
    return storableText(text);
  };
  return {
    write(chunk) {
      const text = half + decoder.write(chunk);
      half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
      return storable(text.slice(0, text.length - half.length));
    },
    end: () => storable(half + (decoder.end() ?? "")),
    get hasReplaced() {
      return hasReplaced;
    },
  };
}

/** Japanese in bytes of ASCII, as mail has it; iconv-lite doesn't know it. */
export const ISO_2022_JP = "iso-2022-jp";

function japaneseDecoder(): { write(chunk: Buffer): string; end(): string } {
  const decoder = new TextDecoder(ISO_2022_JP);
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() };
}

function utf8Decoder(): { write(chunk: Buffer): string; end(): string } {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest: Buffer = Buffer.alloc(0);
  let isStart = true;
  const decode = (bytes: Buffer): string => {
    const text = isUtf8(bytes) ? bytes.toString() : decoder.decode(withoutSurrogates(bytes));
    const hasMark = isStart && text.startsWith("\uFEFF");
    isStart &&= text === "";
    return hasMark ? text.slice(1) : text;
  };
  return {
    write(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let end = lastCharacterBoundary(bytes);
      // The first half of a pair of surrogates waits for the second.
      if (bytes[end - 3] === 0xed && ((bytes[end - 2] ?? 0) & 0xf0) === 0xa0) end -= 3;
      rest = Buffer.from(bytes.subarray(end));
      return decode(bytes.subarray(0, end));
    },
    end: () => decode(rest),
  };
}
