import { isUtf8 } from "node:buffer";
import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { csvFields } from "./normalise-csv.ts";
import { sampleSizes } from "../columns/profile-columns.ts";
import { readStart } from "../text/read-start.ts";
import type { SniffedCsv } from "./sniff-csv.ts";
import { mayBeMarked } from "./spreadsheet-text.ts";
import type { ColumnThreads } from "../plain/column-threads.ts";
import type { ColumnKind } from "../plain/csv-range.ts";
import { CARRIAGE_RETURN, LINE_FEED } from "../plain/csv-bytes.ts";
import { copyRows } from "../plain/copy-rows.ts";
import type { PlainRows } from "../plain/plain-rows.ts";
import { sampleCsv } from "./sample-csv.ts";
import { LEAST_RANGE_BYTES, PlainScan } from "../plain/scan-plain-csv.ts";

/** Delimiters of one byte that don't occur in usual times. */
const DELIMITERS = [",", ";", "\t", "|"];
/** Smaller files are read in a moment either way. */
export const LEAST_PLAIN_BYTES = 4_000_000;
const MOST_HEADER_BYTES = 1024 * 1024;
const ISO_START = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/;
const BYTE_ORDER_MARK = Buffer.from("\uFEFF");

export interface PlainCsvOptions {
  readonly path: string;
  readonly sniffed: SniffedCsv;
  readonly scratchDir: string;
  readonly threads: ColumnThreads;
  readonly bounds: ImportBounds;
  /** Whether columns of ISO 8601 may be taken as times. */
  readonly mayHoldTimes: boolean;
  /** What all rows may take. */
  readonly memoryBytes: number;
  /** Size from which a file is taken for one that may be plain. */
  readonly leastBytes?: number | undefined;
  readonly signal: AbortSignal;
}

/** A CSV file that may be plain, so that its rows needn't be staged: only a sample of them is. */
export interface PlainCsv {
  /** A file of the sample's records in the dialect of `normaliseCsv`. */
  readonly samplePath: string;
  readonly sampleRows: number;
  /** Whether a text of the sample begins as those do that a spreadsheet marked (`findMarkedColumns`). */
  readonly mayBeMarked: boolean;
  /** Characters of its longest line. */
  readonly longestLine: number;
  /** Reads all rows. @throws NotPlain when the file turns out not to be plain */
  scan(kinds: readonly ColumnKind[], onProgress: (fraction: number) => void): Promise<PlainRows>;
  /** Ends what threads have begun of that. */
  giveUp(): void;
  /** Copies rows that were scanned, ascending, to a file: their numbers, and their records in the dialect of the file. */
  copyRows(scanned: PlainRows, rows: readonly number[]): Promise<CopiedRows>;
}

export interface CopiedRows {
  readonly path: string;
  /** Bytes of its longest line. */
  readonly longestLine: number;
}

/** Takes a sample of a file that may be plain; null when it isn't, or when it isn't worth it. */
export async function openPlainCsv(options: PlainCsvOptions): Promise<PlainCsv | null> {
  const { path, sniffed, scratchDir, threads, bounds, leastBytes = LEAST_PLAIN_BYTES, signal } = options;
  const { dialect, names } = sniffed;
  const hasQuotes = dialect.quote !== "";
  if (!sniffed.isPlainStart || !DELIMITERS.includes(dialect.delimiter)) return null;
  if (hasQuotes && (dialect.quote !== '"' || dialect.escape !== '"')) return null;
  const { size: sizeBytes } = await stat(path);
  if (sizeBytes < leastBytes) return null;
  // While the sample is looked at.
  if (sizeBytes >= 2 * LEAST_RANGE_BYTES) threads.start();
  const firstByte = await behindLines(path, sniffed.linesBeforeData);
  const { first, last } = sampleSizes(names.length);
  const sample =
    firstByte === null ? null : await sampleCsv(path, sniffed, { first, last }, bounds.limits.maxLineBytes);
  if (firstByte === null || sample === null || sample.length === 0) return null;
  const samplePath = join(scratchDir, "sample.csv");
  const lines = sample.map((fields) => `${csvFields(fields)}\n`);
  await pipeline(lines, createWriteStream(samplePath), { signal });
  const longestLine = lines.reduce((longest, { length }) => Math.max(longest, length), 0);
  const delimiter = dialect.delimiter.charCodeAt(0);
  const { maxLineBytes, maxCellBytes } = bounds.limits;
  const limits = { recordBytes: maxLineBytes, cellBytes: maxCellBytes, memoryBytes: options.memoryBytes };
  const scan = new PlainScan({ path, delimiter, hasQuotes, limits, firstByte, sizeBytes, threads, signal });
  scan.begin(seemingKinds(sample, names.length, options.mayHoldTimes));
  return {
    samplePath,
    sampleRows: sample.length,
    mayBeMarked: sample.some((fields) => fields.some(mayBeMarked)),
    longestLine,
    scan: async (columns, onProgress) => scan.finish(columns, onProgress),
    giveUp: () => scan.giveUp(),
    async copyRows(scanned, rows) {
      const target = join(scratchDir, "rows.csv");
      return { path: target, longestLine: await copyRows(path, scanned.partsOf(rows), target, dialect.delimiter) };
    },
  };
}

/** What each column of a sample seems to be, by its first value; `columnKinds` knows. */
function seemingKinds(sample: readonly (readonly string[])[], columns: number, mayHoldTimes: boolean): ColumnKind[] {
  return Array.from({ length: columns }, (_, column) => {
    const first = sample.find((fields) => fields[column]?.trim() !== "")?.[column];
    return mayHoldTimes && first !== undefined && ISO_START.test(first) ? "time" : "text";
  });
}

/** The byte behind so many lines, and behind a byte order mark; null when they aren't found, aren't UTF-8, or end otherwise than with a line feed. */
async function behindLines(path: string, lines: number): Promise<number | null> {
  const start = await readStart(path, MOST_HEADER_BYTES);
  let at = start.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  for (let line = 0; line < lines; line++) {
    const end = start.indexOf(LINE_FEED, at);
    const back = start.indexOf(CARRIAGE_RETURN, at);
    if (end < 0 || (back >= 0 && back < end - 1)) return null;
    at = end + 1;
  }
  const above = start.subarray(0, at);
  return isUtf8(above) && !above.includes(0) ? at : null;
}
