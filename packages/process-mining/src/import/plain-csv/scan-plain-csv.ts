import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { CsvRange, RangeMessage, ScannedRange } from "./csv-range.ts";
import { NotPlain } from "./not-plain.ts";
import { PlainRows } from "./plain-rows.ts";
import { scanCsvRange } from "./scan-csv-range.ts";
import type { PackedTexts, TextTable } from "./text-table.ts";

/** A part of a file below this size gets no thread of its own. */
const LEAST_RANGE_BYTES = 1_000_000;
/** About what this thread scans while another starts. */
const HEAD_START_BYTES = 16_000_000;
/** More than one reading thread and the one that merges hardly help. */
const MOST_THREADS = 8;

export interface ScanPlainCsvOptions extends Omit<CsvRange, "fromByte" | "toByte" | "isRecordStart"> {
  /** Byte at which the data begins, behind the header. */
  readonly firstByte: number;
  readonly sizeBytes: number;
  /** Threads that read: the calling one, which gives the event loop its turn every few milliseconds, and others. */
  readonly threads: number;
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
  const [first, others] = await scanAll(planRanges(options), onBytes, signal);
  return new PlainRows(first, others, options.hasQuotes);
}

function planRanges(options: ScanPlainCsvOptions): [CsvRange, ...CsvRange[]] {
  const { path, firstByte, sizeBytes, threads, leastRangeBytes = LEAST_RANGE_BYTES } = options;
  const { delimiter, hasQuotes, columns, limits } = options;
  const bytes = sizeBytes - firstByte;
  const parts = Math.max(1, Math.min(threads, MOST_THREADS, Math.floor(bytes / leastRangeBytes)));
  const shared = { ...limits, memoryBytes: limits.memoryBytes / parts };
  const headStart = parts === 1 ? 0 : Math.min(HEAD_START_BYTES, bytes / 10);
  const boundary = (part: number): number =>
    part === 0 ? firstByte : firstByte + Math.floor(headStart + ((bytes - headStart) * part) / parts);
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
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<[ScannedRange<TextTable>, ScannedRange<PackedTexts>[]]> {
  const workers = others.map(
    (range) => new Worker(new URL("./scan-csv-worker.ts", import.meta.url), { workerData: range }),
  );
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
      Promise.all(workers.map(async (worker) => resultOf(worker, onBytes, signal))),
    ]);
  } finally {
    isOver = true;
    await Promise.all(workers.map(async (worker) => worker.terminate()));
  }
}

async function resultOf(
  worker: Worker,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ScannedRange<PackedTexts>> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    worker.on("error", reject);
    worker.on("exit", () => reject(new Error("a thread that read the file ended early")));
    worker.on("message", (message: RangeMessage) => {
      if (message.kind === "progress") onBytes(message.bytes);
      else if (message.kind === "scanned") resolve(message.scanned);
      else reject(new NotPlain(message.message));
    });
  });
}
