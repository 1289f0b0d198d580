import type { CsvRange, ScannedRange } from "./csv-range.ts";
import { IsoTimeReader } from "./iso-time.ts";
import { TextTable } from "./text-table.ts";

const FIRST_ROWS = 65_536;
/** Few enough that their bytes are still near, many enough that the look-ups' waits for memory overlap. */
const ROWS_PER_BATCH = 512;

/** Columns of a range under construction, and what turns bytes into their values. */
export class RangeColumns {
  readonly #view: DataView;
  readonly #cases = new TextTable();
  readonly activities = new TextTable();
  readonly resources = new TextTable();
  readonly times = new IsoTimeReader();
  readonly #caseFrom = new Int32Array(ROWS_PER_BATCH);
  readonly #caseTo = new Int32Array(ROWS_PER_BATCH);
  readonly #caseHash = new Int32Array(ROWS_PER_BATCH);
  #rowCount = 0;
  /** Rows whose cases have their numbers. */
  #numbered = 0;
  #capacity = FIRST_ROWS;
  #caseNumber = new Int32Array(FIRST_ROWS);
  #activity = new Int32Array(FIRST_ROWS);
  #endMs = new Float64Array(FIRST_ROWS);
  #startMs: Float64Array<ArrayBuffer> | null;
  #resource: Int32Array<ArrayBuffer> | null;

  /** @param view the bytes that rows are pushed from */
  constructor(range: CsvRange, view: DataView) {
    this.#view = view;
    this.#startMs = range.startColumn < 0 ? null : new Float64Array(FIRST_ROWS);
    this.#resource = range.resourceColumn < 0 ? null : new Int32Array(FIRST_ROWS);
  }

  /**
   * Append a row. Its case stands from byte `caseFrom` up to, not including, `caseTo`, where it must stay until
   * `numberCases`. `startMs` (NaN = none) and `resource` (-1 = none) count where the range has such a column.
   */
  push(
    caseFrom: number,
    caseTo: number,
    caseHash: number,
    activity: number,
    endMs: number,
    startMs: number,
    resource: number,
  ): void {
    if (this.#rowCount === this.#capacity) this.#resize(2 * this.#capacity);
    const row = this.#rowCount++;
    const waiting = row - this.#numbered;
    this.#caseFrom[waiting] = caseFrom;
    this.#caseTo[waiting] = caseTo;
    this.#caseHash[waiting] = caseHash;
    this.#activity[row] = activity;
    this.#endMs[row] = endMs;
    if (this.#startMs !== null) this.#startMs[row] = startMs;
    if (this.#resource !== null) this.#resource[row] = resource;
    if (waiting + 1 === ROWS_PER_BATCH) this.numberCases();
  }

  /** Give the cases of the rows so far their numbers: they are too many to be near, so one waits for each; at once, less. */
  numberCases(): void {
    const view = this.#view;
    const cases = this.#cases;
    const count = this.#rowCount - this.#numbered;
    for (let at = 0; at < count; at++) {
      const from = this.#caseFrom[at] ?? 0;
      this.#caseNumber[this.#numbered + at] = cases.addHashed(
        view,
        from,
        this.#caseTo[at] ?? 0,
        this.#caseHash[at] ?? 0,
      );
    }
    this.#numbered = this.#rowCount;
  }

  /** Make room for as many rows as a range of this size has when its rows are like those so far. */
  expectBytes(bytesSoFar: number, allBytes: number): void {
    if (bytesSoFar > 0)
      this.#resize(Math.ceil(1.05 * this.#rowCount * Math.max(1, allBytes / bytesSoFar)) + FIRST_ROWS);
  }

  result(): ScannedRange<TextTable> {
    const count = this.#rowCount;
    return {
      rowCount: count,
      cases: this.#cases,
      activities: this.activities,
      resources: this.resources,
      caseNumber: this.#caseNumber.subarray(0, count),
      activity: this.#activity.subarray(0, count),
      endMs: this.#endMs.subarray(0, count),
      startMs: this.#startMs?.subarray(0, count) ?? null,
      resource: this.#resource?.subarray(0, count) ?? null,
    };
  }

  #resize(capacity: number): void {
    const enlarge = <Column extends Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(from: Column, to: Column) => {
      to.set(from.subarray(0, this.#rowCount));
      return to;
    };
    this.#capacity = capacity;
    this.#caseNumber = enlarge(this.#caseNumber, new Int32Array(capacity));
    this.#activity = enlarge(this.#activity, new Int32Array(capacity));
    this.#endMs = enlarge(this.#endMs, new Float64Array(capacity));
    if (this.#startMs !== null) this.#startMs = enlarge(this.#startMs, new Float64Array(capacity));
    if (this.#resource !== null) this.#resource = enlarge(this.#resource, new Int32Array(capacity));
  }
}
