import { isAscii, isUtf8 } from "node:buffer";

/** Different cells beyond ASCII of a text, from all over it. */
export interface Cells {
  /** Those that are UTF-8. */
  readonly utf8: readonly Buffer[];
  readonly other: readonly Buffer[];
}

const BLOCK_BYTES = 16 * 1024;
/** Cells that are looked at in a block, so that a text of nothing else costs little more than one of ASCII. */
const CELLS_OF_BLOCK = 100;
const MAX_OTHER = 400;
const MAX_UTF8 = 100;
/** Cells, with repetitions, after which those in UTF-8 are known. */
const ENOUGH = 5000;
const MAX_CELL_BYTES = 300;
const LINE_FEED = 10;
const COMMA = 44;
const SEMICOLON = 59;
const QUOTE = 34;

/**
 * Gathers cells of a text that isn't ASCII, each once. Cells end at bytes that are part of a longer character in no
 * encoding: controls, comma, semicolon and quote.
 */
export class CellEvidence {
  readonly #other = new DistinctCells(MAX_OTHER);
  readonly #utf8 = new DistinctCells(MAX_UTF8);
  /** The last cell of the text, where no line end stands behind it. */
  #last: Buffer | null = null;

  /** Takes a part of the text; one that doesn't begin it, or doesn't end it, may begin and end in mid-line. */
  collect(bytes: Buffer, isStart: boolean): void {
    let from = isStart ? 0 : bytes.indexOf(LINE_FEED) + 1;
    if (from === 0 && !isStart) return;
    while (from < bytes.length) {
      const lineEnd = bytes.indexOf(LINE_FEED, Math.min(from + BLOCK_BYTES, bytes.length));
      const to = lineEnd < 0 ? bytes.length : lineEnd + 1;
      const block = bytes.subarray(from, to);
      if (!isAscii(block) && (!this.#utf8.isFull || !isUtf8(block))) this.#collectBlock(block);
      from = to;
    }
  }

  /** True when cells in UTF-8 need not be shown any more. */
  get hasEnoughUtf8(): boolean {
    return this.#utf8.isFull;
  }

  cells(): Cells {
    if (this.#last !== null) this.#add(this.#last);
    return { utf8: this.#utf8.all(), other: this.#other.all() };
  }

  #collectBlock(block: Buffer): void {
    let start = 0;
    let isHigh = false;
    let left = CELLS_OF_BLOCK;
    for (let at = 0; at < block.length && left > 0; at++) {
      const byte = block[at] ?? 0;
      if (byte >= 0x80) isHigh = true;
      else if (byte < 32 || byte === COMMA || byte === SEMICOLON || byte === QUOTE) {
        if (isHigh && this.#add(block.subarray(start, at))) left--;
        start = at + 1;
        isHigh = false;
      }
    }
    if (isHigh && left > 0) this.#last = Buffer.from(block.subarray(start, start + MAX_CELL_BYTES));
  }

  /** @returns false for a cell that is UTF-8, which don't use up what is looked at once they are known */
  #add(cell: Buffer): boolean {
    if (cell.length > MAX_CELL_BYTES) return true;
    const isOfUtf8 = isUtf8(cell);
    (isOfUtf8 ? this.#utf8 : this.#other).add(cell);
    return !isOfUtf8;
  }
}

/** A number of different cells, from the whole of what was added: once there are too many, every second is given up. */
class DistinctCells {
  readonly #limit: number;
  #cells = new Map<string, Buffer>();
  #every = 1;
  #skipped = 0;
  #seen = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** True when more evidence would hardly change the result. */
  get isFull(): boolean {
    return this.#every > 1 || this.#seen > ENOUGH;
  }

  add(cell: Buffer): void {
    this.#seen++;
    if (++this.#skipped < this.#every) return;
    this.#skipped = 0;
    const key = cell.toString("latin1");
    if (this.#cells.has(key)) return;
    this.#cells.set(key, Buffer.from(cell));
    if (this.#cells.size < this.#limit) return;
    this.#cells = new Map([...this.#cells].filter((_, at) => at % 2 === 0));
    this.#every *= 2;
  }

  all(): Buffer[] {
    return [...this.#cells.values()];
  }
}
