import { setImmediate } from "node:timers/promises";
import type { ColumnThreads } from "./column-threads.ts";
import type { CsvRange, ScannedRange } from "./csv-range.ts";
import { PlainRows } from "./plain-rows.ts";
import { scanCsvRange } from "./scan-csv-range.ts";
import type { PackedTexts, TextTable } from "./text-table.ts";

/** A part of a file below this size gets no thread of its own. */
export const LEAST_RANGE_BYTES = 1_000_000;

export interface ScanPlainCsvOptions extends Omit<CsvRange, "fromByte" | "toByte" | "isRecordStart"> {
  /** Byte at which the data begins, behind the header. */
  readonly firstByte: number;
  readonly sizeBytes: number;
  /** Read beside the calling one, which gives the event loop its turn every few milliseconds. */
  readonly threads: ColumnThreads;
  readonly leastRangeBytes?: number | undefined;
  readonly signal: AbortSignal;
  /** Share of the bytes read, 0–1. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Reads a CSV file that has nothing unusual about it straight into columns of numbers, in one pass over its bytes by several
 * threads. Rejects with the signal's reason when aborted.
 * @throws NotPlain when there is anything unusual
 */
export async function scanPlainCsv(options: ScanPlainCsvOptions): Promise<PlainRows> {
  const { signal, sizeBytes } = options;
  let readBytes = 0;
  const onBytes = (bytes: number): void => {
    readBytes += bytes;
    options.onProgress(Math.min(1, readBytes / sizeBytes));
  };
  const [first, others] = await scanAll(planRanges(options), options.threads, onBytes, signal);
  return new PlainRows(first, others, options.hasQuotes);
}

function planRanges(options: ScanPlainCsvOptions): [CsvRange, ...CsvRange[]] {
  const { path, firstByte, sizeBytes, threads, leastRangeBytes = LEAST_RANGE_BYTES } = options;
  const { delimiter, hasQuotes, columns, limits } = options;
  const bytes = sizeBytes - firstByte;
  const parts = Math.max(1, Math.min(threads.count + 1, Math.floor(bytes / leastRangeBytes)));
  const shared = { ...limits, memoryBytes: limits.memoryBytes / parts };
  const boundary = (part: number): number => firstByte + Math.floor((bytes * part) / parts);
  const rangeOf = (part: number): CsvRange => ({
    path,
    delimiter,
    hasQuotes,
    columns,
    limits: shared,
    // The byte before tells whether a record begins right here.
    fromByte: part === 0 ? firstByte : boundary(part) - 1,
    toByte: boundary(part + 1),
    isRecordStart: part === 0,
  });
  return [rangeOf(0), ...Array.from({ length: parts - 1 }, (_, part) => rangeOf(part + 1))];
}

/** Scans the first range here, in turns, and every other in a thread of its own; the first that fails ends all. */
async function scanAll(
  [first, ...others]: readonly [CsvRange, ...CsvRange[]],
  threads: ColumnThreads,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<[ScannedRange<TextTable>, ScannedRange<PackedTexts>[]]> {
  let isOver = false;
  const inTurns = async (bytes: number): Promise<void> => {
    onBytes(bytes);
    await setImmediate();
    signal.throwIfAborted();
    if (isOver) throw new Error("another part of the file failed");
  };
  try {
    return await Promise.all([
      scanCsvRange(first, inTurns),
      Promise.all(others.map(async (range, thread) => threads.run(thread, { kind: "scan", range }, onBytes))),
    ]);
  } catch (err) {
    isOver = true;
    await threads.close();
    throw err;
  }
}
