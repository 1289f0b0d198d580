import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import type { ImportErrorExample } from "../terms/import-error.ts";
import { MAX_LISTED_ROWS } from "../terms/error-tally.ts";

const LINE_FEED = 10;
/** A line that is longer is decoded in parts. */
const MAX_LINE_BYTES = 16 * 1024 * 1024;

/** Lines that were not UTF-8. */
export interface LineRepairs {
  /** Read by another encoding. */
  readonly repaired: number;
  readonly examples: readonly ImportErrorExample[];
  /** With characters that can't be known any more, U+FFFD in the text. */
  readonly damaged: number;
}

/**
 * Decodes UTF-8 that has lines in another encoding, as happens when files are joined. A line that has characters of UTF-8
 * beside bytes that aren't valid is damaged UTF-8.
 */
export class LineRepairer {
  readonly #strays: string | null;
  readonly #examples: ImportErrorExample[] = [];
  #carry: Buffer = Buffer.alloc(0);
  #line: number;
  #repaired = 0;
  #damaged = 0;

  /** @param line number of the first line that will be written */
  constructor(strays: string | null, line = 1) {
    this.#strays = strays;
    this.#line = line;
  }

  write(chunk: Buffer): string {
    const bytes = this.#carry.length > 0 ? Buffer.concat([this.#carry, chunk]) : chunk;
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    if (end === 0 && bytes.length < MAX_LINE_BYTES) {
      this.#carry = Buffer.from(bytes);
      return "";
    }
    const to = end === 0 ? bytes.length : end;
    this.#carry = Buffer.from(bytes.subarray(to));
    return this.#decode(bytes.subarray(0, to));
  }

  end(): string {
    return this.#decode(this.#carry);
  }

  get repairs(): LineRepairs {
    return { repaired: this.#repaired, examples: this.#examples, damaged: this.#damaged };
  }

  #decode(bytes: Buffer): string {
    const parts: string[] = [];
    let plainFrom = 0;
    const isPlain = isUtf8(bytes);
    for (let from = 0; from < bytes.length;) {
      const lineEnd = bytes.indexOf(LINE_FEED, from);
      const to = lineEnd < 0 ? bytes.length : lineEnd + 1;
      const line = bytes.subarray(from, to);
      if (!isPlain && !isUtf8(line)) {
        parts.push(bytes.toString("utf8", plainFrom, from), this.#repair(line));
        plainFrom = to;
      }
      if (lineEnd >= 0) this.#line++;
      from = to;
    }
    parts.push(bytes.toString("utf8", plainFrom));
    return parts.join("");
  }

  #repair(line: Buffer): string {
    if (this.#strays === null || hasSequences(line)) {
      this.#damaged++;
      return line.toString("utf8");
    }
    this.#repaired++;
    if (this.#examples.length < MAX_LISTED_ROWS) this.#examples.push({ line: this.#line });
    return iconv.decode(line, this.#strays);
  }
}

/** Whether there are characters of UTF-8 beyond ASCII in the bytes. */
const hasSequences = (bytes: Buffer): boolean =>
  /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/.test(bytes.toString("latin1"));
