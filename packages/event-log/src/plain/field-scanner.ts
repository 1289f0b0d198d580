import { finishHash, firstBytes, mixWord } from "./text-hash.ts";

const LINE_FEED = 10;
const [LOW_BITS, TOP_BITS] = [0x01010101, 0x80808080 | 0];
const LINE_FEEDS = LINE_FEED * LOW_BITS;

/**
 * Finds where a field ends, four bytes at a time, and hashes it on the way. Which byte of a word is a delimiter or a line
 * feed comes out of one subtraction: Anderson, Bit Twiddling Hacks, "Determine if a word has a byte equal to n".
 */
export class FieldScanner {
  /** Byte of the delimiter or line feed behind the field that was read last. */
  end = 0;
  /** Hash of that field, as `hashText` gives it. */
  hash = 0;
  readonly #delimiters: number;

  /** @param delimiter an ASCII byte */
  constructor(delimiter: number) {
    this.#delimiters = delimiter * LOW_BITS;
  }

  /** Read the field that begins at `from`. A line feed must follow somewhere, and `SLACK_BYTES` behind it. */
  read(source: DataView, from: number): void {
    const delimiters = this.#delimiters;
    let at = from;
    let hash = 0;
    for (;;) {
      const word = source.getInt32(at, true);
      const delimited = word ^ delimiters;
      const ended = word ^ LINE_FEEDS;
      // Of the bytes that are marked, the lowest is right; a borrow can only mark one above it wrongly.
      const marks = (((delimited - LOW_BITS) & ~delimited) | ((ended - LOW_BITS) & ~ended)) & TOP_BITS;
      if (marks !== 0) {
        const count = (31 - Math.clz32(marks & -marks)) >>> 3;
        this.end = at + count;
        this.hash = finishHash(count === 0 ? hash : mixWord(hash, firstBytes(word, count)), at + count - from);
        return;
      }
      hash = mixWord(hash, word);
      at += 4;
    }
  }
}
