import type { CsvRange, ScannedColumn, ScannedRange } from "./csv-range.ts";
import { NotPlain } from "./not-plain.ts";
import { PendingTexts } from "./pending-texts.ts";
import { sharedFloats, sharedIntegers } from "./place-column.ts";
import { TextTable } from "./text-table.ts";

const FIRST_ROWS = 65_536;
const NONE_NUMBERS = new Int32Array();
const NONE_TIMES = new Float64Array();

/** Columns of a range under construction. */
export class RangeColumns {
  readonly #range: CsvRange;
  /** One of each kind for every column; those of the other kind stay empty. */
  readonly #texts: readonly TextTable[];
  readonly #numbers: Int32Array[];
  readonly #micros: Float64Array[];
  /** Rows of each column that have a value. */
  readonly #filled: Float64Array;
  /** Texts of the last rows that have no numbers yet, by column. */
  readonly #pending: readonly PendingTexts[];
  #pendingRows = 0;
  #rowCount = 0;
  #capacity = FIRST_ROWS;

  constructor(range: CsvRange) {
    this.#range = range;
    const { columns } = range;
    this.#filled = new Float64Array(columns.length);
    this.#texts = columns.map(() => new TextTable());
    this.#pending = columns.map(() => new PendingTexts());
    this.#numbers = columns.map((kind) => (kind === "text" ? sharedIntegers(FIRST_ROWS) : NONE_NUMBERS));
    this.#micros = columns.map((kind) => (kind === "time" ? sharedFloats(FIRST_ROWS) : NONE_TIMES));
  }

  /** Rows that have ended. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** A text of the row under construction, from byte `from` up to, not including, `to` of a source that is there at the next `flush`. */
  setText(column: number, from: number, to: number, hash: number): void {
    this.#pending[column]?.add(from, to, hash);
    if (from !== to) this.#filled[column] = (this.#filled[column] ?? 0) + 1;
  }

  /** A text of the row under construction that stands in another source, gone before the next `flush`. */
  setPassingText(column: number, passing: DataView, length: number, hash: number, source: DataView): void {
    this.#flushColumn(column, source);
    const pending = this.#pending[column];
    pending?.add(0, length, hash);
    this.#flushColumn(column, passing, 1);
    if (length > 0) this.#filled[column] = (this.#filled[column] ?? 0) + 1;
  }

  /** Number the texts of the source that have no numbers yet. */
  flush(source: DataView): void {
    for (let column = 0; column < this.#pending.length; column++) this.#flushColumn(column, source);
    this.#pendingRows = 0;
  }

  /** @param open - 1 where the row under construction has its text of the column already, else 0 */
  #flushColumn(column: number, source: DataView, open = 0): void {
    const pending = this.#pending[column];
    if (pending === undefined || pending.count === 0) return;
    const numbers = this.#numbers[column] ?? NONE_NUMBERS;
    this.#texts[column]?.addPending(source, pending, numbers, this.#rowCount + open - pending.count);
    pending.count = 0;
  }

  setTime(column: number, micros: number): void {
    const times = this.#micros[column] ?? NONE_TIMES;
    times[this.#rowCount] = micros;
    if (!Number.isNaN(micros)) this.#filled[column] = (this.#filled[column] ?? 0) + 1;
  }

  /** Its texts stand in `source`. */
  endRow(source: DataView): void {
    this.#rowCount++;
    if (++this.#pendingRows === PendingTexts.CAPACITY) this.flush(source);
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

  result(): Omit<ScannedRange<TextTable>, "places"> {
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
      if (kind === "text") this.#numbers[column] = enlarged(this.#numbers[column], sharedIntegers(capacity));
      else this.#micros[column] = enlarged(this.#micros[column], sharedFloats(capacity));
    }
  }
}

function enlarged<Column extends Int32Array | Float64Array>(from: Column | undefined, to: Column): Column {
  if (from !== undefined) to.set(from.subarray(0, to.length));
  return to;
}
