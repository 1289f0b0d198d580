/** Starts of files that are no lines of text: gzip, ZIP, Parquet, SQLite, UTF-16 and UTF-32. */
const OTHER_STARTS: readonly (readonly number[])[] = [
  [0x1f, 0x8b],
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x41, 0x52, 0x31],
  [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65],
  [0xff, 0xfe],
  [0xfe, 0xff],
];
const BLANKS = new Set([0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);
const [LINE_END, MARKUP, BRACE, BRACKET] = [0x0a, 0x3c, 0x7b, 0x5b];

/**
 * Whether a file that begins so is a table of text in which each record stands on lines of its own, CSV or JSON Lines, so
 * that its beginning and its end can be read without what is between.
 */
export function isLineText(start: Uint8Array): boolean {
  if (OTHER_STARTS.some((bytes) => bytes.every((byte, at) => start[at] === byte)) || start.includes(0)) return false;
  const first = start.findIndex((byte) => !BLANKS.has(byte));
  const byte = start[first];
  if (byte === MARKUP || byte === BRACKET) return false;
  if (byte !== BRACE) return true;
  const end = start.indexOf(LINE_END, first);
  const line = new TextDecoder().decode(start.subarray(first, end < 0 ? undefined : end));
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Takes bytes as they come and keeps the first and the last of them. */
export class TextEnds {
  readonly #headBytes: number;
  readonly #tailBytes: number;
  #seen = 0;
  #chunks: Uint8Array[] = [];
  #kept = 0;

  constructor(headBytes: number, tailBytes: number) {
    this.#headBytes = headBytes;
    this.#tailBytes = tailBytes;
  }

  /** @returns what of the chunk belongs to the first bytes */
  push(chunk: Uint8Array): Uint8Array {
    const room = Math.max(0, this.#headBytes - this.#seen);
    this.#seen += chunk.length;
    const rest = chunk.subarray(room);
    if (rest.length > 0) {
      this.#chunks.push(rest);
      this.#kept += rest.length;
      for (let first = this.#chunks[0]; first !== undefined; first = this.#chunks[0]) {
        if (this.#kept - first.length < this.#tailBytes) break;
        this.#kept -= first.length;
        this.#chunks.shift();
      }
    }
    return chunk.subarray(0, room);
  }

  /** The last bytes behind the first ones; empty when there are none. */
  tail(): Uint8Array {
    const whole = new Uint8Array(this.#kept);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole.subarray(Math.max(0, whole.length - this.#tailBytes));
  }
}

/** What of a text of lines a preview reads at most: its first rows and its last ones. */
export const PREVIEW_ENDS = { headBytes: 8 * 2 ** 20, tailBytes: 2 ** 20 } as const;
