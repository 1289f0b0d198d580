import { setImmediate } from "node:timers/promises";
import type { ColumnThreads } from "./column-threads.ts";
import type { ColumnKind, CsvRange, ScannedRange } from "./csv-range.ts";
import { PlainRows } from "./plain-rows.ts";
import { sharedIntegers } from "./place-column.ts";
import { scanCsvRange } from "./scan-csv-range.ts";
import type { PackedTexts } from "./text-table.ts";

/** A part of a file below this size gets no thread of its own. */
export const LEAST_RANGE_BYTES = 1_000_000;
/** What threads scan, about, while the calling one finds out what the columns are. */
const AHEAD_BYTES = 45_000_000;
const LEAST_SHARE = 0.15;

export interface PlainScanOptions extends Omit<
  CsvRange,
  "fromByte" | "toByte" | "isRecordStart" | "columns" | "givenUp"
> {
  /** Byte at which the data begins, behind the header. */
  readonly firstByte: number;
  readonly sizeBytes: number;
  /** Read beside the calling one, which gives the event loop its turn every few milliseconds. */
  readonly threads: ColumnThreads;
  readonly signal: AbortSignal;
}

/** What the threads scan. */
interface Ahead {
  readonly columns: readonly ColumnKind[];
  /** Set to 1 when nobody waits for it any more. */
  readonly givenUp: Int32Array;
  readonly scanned: Promise<ScannedRange<PackedTexts>[]>;
}

/**
 * Reads a CSV file that has nothing unusual about it straight into columns of numbers, in one pass over its bytes by several
 * threads. They begin with what the columns seem to be, while the calling thread finds out.
 */
export class PlainScan {
  readonly #options: PlainScanOptions;
  readonly #firstRange: PlannedRange;
  readonly #otherRanges: readonly PlannedRange[];
  #ahead: Ahead | null = null;
  #readBytes = 0;
  #onProgress: (fraction: number) => void = () => undefined;

  constructor(options: PlainScanOptions) {
    this.#options = options;
    const [first, ...others] = planRanges(options);
    this.#firstRange = first;
    this.#otherRanges = others;
  }

  /** Has the threads begin. */
  begin(columns: readonly ColumnKind[]): void {
    this.giveUp();
    this.#readBytes = 0;
    const givenUp = sharedIntegers(1);
    const ranges = this.#otherRanges.map((range) => ({ ...range, columns, givenUp }));
    const { threads } = this.#options;
    const onBytes = (bytes: number): void => {
      if (Atomics.load(givenUp, 0) === 0) this.#report(bytes);
    };
    const scanned = Promise.all(
      ranges.map(async (range, thread) => threads.run(thread, { kind: "scan", range }, onBytes)),
    );
    scanned.catch(() => undefined);
    this.#ahead = { columns, givenUp, scanned };
  }

  /** Has the threads end what they have begun. */
  giveUp(): void {
    if (this.#ahead !== null) Atomics.store(this.#ahead.givenUp, 0, 1);
    this.#ahead = null;
  }

  /**
   * All rows; rejects with the signal's reason when aborted.
   * @throws NotPlain when there is anything unusual
   */
  async finish(columns: readonly ColumnKind[], onProgress: (fraction: number) => void): Promise<PlainRows> {
    const { signal, hasQuotes } = this.#options;
    this.#onProgress = onProgress;
    const isAsBegun = this.#ahead?.columns.every((kind, column) => kind === columns[column]) ?? false;
    if (!isAsBegun) this.begin(columns);
    const ahead = this.#ahead;
    if (ahead === null) throw new Error("a scan that hasn't begun");
    let isOver = false;
    const inTurns = async (bytes: number): Promise<void> => {
      this.#report(bytes);
      await setImmediate();
      signal.throwIfAborted();
      if (isOver) throw new Error("another part of the file failed");
    };
    try {
      const range = { ...this.#firstRange, columns, givenUp: ahead.givenUp };
      const [first, others] = await Promise.all([scanCsvRange(range, inTurns), ahead.scanned]);
      return new PlainRows(first, others, hasQuotes);
    } finally {
      isOver = true;
      this.giveUp();
    }
  }

  #report(bytes: number): void {
    this.#readBytes += bytes;
    this.#onProgress(Math.min(1, this.#readBytes / this.#options.sizeBytes));
  }
}

type PlannedRange = Omit<CsvRange, "columns" | "givenUp">;

/** The calling thread comes later, so that it gets less than the others. */
function planRanges(options: PlainScanOptions): [PlannedRange, ...PlannedRange[]] {
  const { path, firstByte, sizeBytes, threads, delimiter, hasQuotes, limits } = options;
  const bytes = sizeBytes - firstByte;
  const others = Math.max(0, Math.min(threads.count, Math.floor(bytes / LEAST_RANGE_BYTES) - 1));
  const evenly = (bytes - others * AHEAD_BYTES) / (others + 1);
  const ofFirst = others === 0 ? bytes : Math.max((LEAST_SHARE * bytes) / (others + 1), evenly);
  const boundary = (part: number): number =>
    part === 0 ? firstByte : firstByte + Math.floor(ofFirst + ((bytes - ofFirst) * (part - 1)) / others);
  const rangeOf = (part: number): PlannedRange => {
    const toByte = part === others ? sizeBytes : boundary(part + 1);
    const share = (toByte - boundary(part)) / Math.max(1, bytes);
    return {
      path,
      delimiter,
      hasQuotes,
      limits: { ...limits, memoryBytes: limits.memoryBytes * share },
      // The byte before shows whether a record begins right here.
      fromByte: part === 0 ? firstByte : boundary(part) - 1,
      toByte,
      isRecordStart: part === 0,
    };
  };
  return [rangeOf(0), ...Array.from({ length: others }, (_, part) => rangeOf(part + 1))];
}
