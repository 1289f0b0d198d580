import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { TextDecoder } from "node:util";
import { CsvRecordScanner, type CsvRecord } from "./csv-record-scanner.ts";
import type { CsvDialect } from "./csv-dialect.ts";
import type { LastRecords } from "./doubt-cut-off.ts";
import { ErrorTally } from "../terms/error-tally.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";

export interface NormaliseCsvOptions {
  readonly path: string;
  readonly targetPath: string;
  readonly dialect: CsvDialect;
  /** Names of the columns. */
  readonly names: readonly string[];
  readonly bounds: ImportBounds;
  /** Records that begin on an earlier or this line are passed over: the header and what stands above it. */
  readonly linesBeforeData: number;
  readonly isValidUtf8: boolean;
  /** Whether U+FFFD stands for text that no store can keep, so that records with one are kept and reported. */
  readonly hasReplacements: boolean;
  readonly signal: AbortSignal;
}

/**
 * Rewrites a CSV file that a strict reader refuses: every sound record in one plain dialect with its line number as a
 * last column, every other one counted with its line in the returned tally.
 */
export async function normaliseCsv(
  options: NormaliseCsvOptions,
): Promise<{ readonly tally: ErrorTally; readonly longestLine: number; readonly ending: LastRecords }> {
  const { names, bounds, signal } = options;
  const width = names.length;
  const hasDamage = !options.isValidUtf8 || options.hasReplacements;
  let longestLine = 0;
  const tally = new ErrorTally();
  let lines: string[] = [];
  let ending: LastRecords = { last: null, before: null };
  const write = (line: number, fields: readonly string[]): void => {
    const excess = bounds.excess(fields);
    if (excess !== null) {
      tally.addExcess(excess, { line }, names);
      return;
    }
    const text = `${csvFields(fields)},${line}\n`;
    longestLine = Math.max(longestLine, text.length);
    bounds.countStaged(text.length);
    lines.push(text);
  };
  const onRecord = (record: CsvRecord): void => {
    const { line, fields, fault, hasStrayQuote = false } = record;
    if (line <= options.linesBeforeData) return;
    ending = { last: record, before: ending.last };
    if (fault === "Record Too Long") tally.addExcess(bounds.lineExcess(), { line }, names);
    else if (fault !== null) tally.add(fault, { line });
    else if (fields.length !== width)
      tally.add("Wrong Column Count", { line, value: `${fields.length} instead of ${width}` });
    else {
      const isDamaged = hasDamage && fields.some((field) => field.includes("\uFFFD"));
      if (isDamaged && !options.hasReplacements) {
        tally.add("Invalid Encoding", { line });
        return;
      }
      if (isDamaged) tally.add("Invalid Encoding", { line }, true);
      if (hasStrayQuote) tally.add("Malformed Quotes", { line }, true);
      write(line, fields);
    }
  };
  const scanner = new CsvRecordScanner(options.dialect, onRecord, bounds.limits.maxLineBytes, width);
  const take = (): string => {
    const text = lines.join("");
    lines = [];
    return text;
  };
  await pipeline(
    createReadStream(options.path, { highWaterMark: 1024 * 1024 }),
    async function* (source: AsyncIterable<Buffer>) {
      const decoder = new TextDecoder("utf-8");
      for await (const chunk of source) {
        scanner.push(decoder.decode(chunk, { stream: true }));
        yield take();
      }
      scanner.push(decoder.decode());
      scanner.end();
      yield take();
    },
    createWriteStream(options.targetPath),
    { signal },
  );
  return { tally, longestLine, ending };
}

/** Fields of a record in the plain dialect, without a line end. */
export const csvFields = (fields: readonly string[]): string => fields.map(quoted).join(",");

const quoted = (field: string): string => (field === "" ? "" : `"${field.replaceAll('"', '""')}"`);
