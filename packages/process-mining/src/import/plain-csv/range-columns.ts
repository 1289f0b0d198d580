import type { CsvRange, ScannedColumn, ScannedRange } from "./csv-range.ts";
import { NotPlain } from "./not-plain.ts";
import { TextTable } from "./text-table.ts";

const FIRST_ROWS = 65_536;
const NONE_NUMBERS = new Int32Array();
const NONE_TIMES = new Float64Array();

/** Columns of a range under construction. */
export class RangeColumns {
  readonly #range: CsvRange;
  /** One of each kind for every column; those of the other kind stay empty. */
  readonly #texts: readonly TextTable[];
  readonly #numbers: Int32Array<ArrayBuffer>[];
  readonly #micros: Float64Array<ArrayBuffer>[];
  /** Rows of each column that have a value. */
  readonly #filled: Float64Array;
  #rowCount = 0;
  #capacity = FIRST_ROWS;

  constructor(range: CsvRange) {
    this.#range = range;
    const { columns } = range;
    this.#filled = new Float64Array(columns.length);
    this.#texts = columns.map(() => new TextTable());
    this.#numbers = columns.map((kind) => (kind === "text" ? new Int32Array(FIRST_ROWS) : NONE_NUMBERS));
    this.#micros = columns.map((kind) => (kind === "time" ? new Float64Array(FIRST_ROWS) : NONE_TIMES));
  }

  /** A text of the row under construction, from byte `from` up to, not including, `to`. */
  setText(column: number, source: DataView, from: number, to: number, hash: number): void {
    const numbers = this.#numbers[column] ?? NONE_NUMBERS;
    if (from === to) {
      numbers[this.#rowCount] = -1;
      return;
    }
    numbers[this.#rowCount] = this.#texts[column]?.addHashed(source, from, to, hash) ?? -1;
    this.#filled[column] = (this.#filled[column] ?? 0) + 1;
  }

  setTime(column: number, micros: number): void {
    const times = this.#micros[column] ?? NONE_TIMES;
    times[this.#rowCount] = micros;
    if (!Number.isNaN(micros)) this.#filled[column] = (this.#filled[column] ?? 0) + 1;
  }

  endRow(): void {
    this.#rowCount++;
    if (this.#rowCount === this.#capacity) this.#resize(2 * this.#capacity);
  }

  /** Make room for as many rows as a range of this size has when its rows are like those so far. */
  expectBytes(bytesSoFar: number, allBytes: number): void {
    if (bytesSoFar > 0)
      this.#resize(Math.ceil(1.05 * this.#rowCount * Math.max(1, allBytes / bytesSoFar)) + FIRST_ROWS);
  }

  /** @throws NotPlain when all takes more memory than it may */
  checkMemory(rows = this.#capacity): void {
    const texts = this.#texts.reduce((sum, table) => sum + table.byteLength, 0);
    const bytesPerRow = this.#range.columns.reduce((sum, kind) => sum + (kind === "text" ? 4 : 8), 0);
    if (texts + rows * bytesPerRow > this.#range.limits.memoryBytes) throw new NotPlain("it takes too much memory");
  }

  result(): ScannedRange<TextTable> {
    const count = this.#rowCount;
    const columns = this.#range.columns.map((kind, column): ScannedColumn<TextTable> =>
      kind === "time"
        ? { kind, filled: this.#filled[column] ?? 0, micros: (this.#micros[column] ?? NONE_TIMES).subarray(0, count) }
        : {
            kind,
            filled: this.#filled[column] ?? 0,
            numbers: (this.#numbers[column] ?? NONE_NUMBERS).subarray(0, count),
            texts: this.#texts[column] ?? new TextTable(),
          },
    );
    return { rowCount: count, columns };
  }

  #resize(capacity: number): void {
    this.checkMemory(capacity);
    this.#capacity = capacity;
    for (const [column, kind] of this.#range.columns.entries()) {
      if (kind === "text") this.#numbers[column] = enlarged(this.#numbers[column], new Int32Array(capacity));
      else this.#micros[column] = enlarged(this.#micros[column], new Float64Array(capacity));
    }
  }
}

function enlarged<Column extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(
  from: Column | undefined,
  to: Column,
): Column {
  if (from !== undefined) to.set(from.subarray(0, to.length));
  return to;
}
