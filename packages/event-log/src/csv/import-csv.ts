import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { TextDecoder } from "node:util";
import { CsvRecordScanner, type CsvRecord } from "./csv-record-scanner.ts";
import type { CsvDialect } from "./csv-dialect.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { doubtCutRecord, endsWithinLine } from "./doubt-cut-off.ts";
import { doubtPreamble } from "./doubt-preamble.ts";
import { ErrorTally } from "../terms/error-tally.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import type { ImportErrorExample } from "../terms/import-error.ts";
import { doubtQuotes, mayHaveRunaways } from "./runaway-quote.ts";
import { normaliseCsv } from "./normalise-csv.ts";
import { openPlainCsv, type PlainCsvOptions } from "./plain-csv.ts";
import { assumeText } from "./assume-text.ts";
import type { PreparedText } from "../encoding/prepare-text.ts";
import { readBufferOf, strictReadBuffer } from "./read-buffer.ts";
import { sniffCsv, type SniffedCsv } from "./sniff-csv.ts";
import { findMarkedColumns, withoutTextMarks } from "./spreadsheet-text.ts";
import { sqlText } from "../text/sql-text.ts";
import { stagedRelations, type PlainLog, type StagedLog } from "../staging/staged-log.ts";

const mib = 1024 * 1024;
/** A sample that holds too few records, because they are long, is taken again larger. */
const sampleSizes = [mib / 2, 20 * mib];
const fewRecords = 3;
/** What `normaliseCsv` writes. */
const NORMAL_DIALECT = { delimiter: ",", quote: '"', escape: '"' };

type PlainReading = Pick<PlainCsvOptions, "threads" | "memoryBytes" | "leastBytes" | "mayHoldTimes">;

export interface ImportCsvOptions {
  readonly session: DuckDbSession;
  readonly sourcePath: string;
  /** Makes plain UTF-8 of the source, in a pass over all of it. */
  readonly prepare: () => Promise<PreparedText>;
  /** Whether the source may be read as UTF-8 without that pass, since nobody says that it is anything else. */
  readonly mayAssumeText: boolean;
  readonly isGzip: boolean;
  readonly scratchDir: string;
  readonly signal: AbortSignal;
  readonly bounds: ImportBounds;
  /** How a plain file may be read; null when all rows are to be staged. */
  readonly plain: PlainReading | null;
  readonly delimiter?: string | undefined;
  /** Column names that the caller mentions; they identify the header. */
  readonly mentionedColumns: readonly string[];
  /** Share of the text that is in the staged table, 0–1. */
  readonly onProgress: (fraction: number) => void;
}

/**
 * Stages a CSV file, every column as text. DuckDB's strict parallel reader takes sound files as they are; when it
 * refuses one, the file is normalised first, which counts the bad records with their lines.
 */
export async function importCsv(options: ImportCsvOptions): Promise<StagedLog> {
  const { sourcePath, plain, bounds, mayAssumeText } = options;
  const assumed = plain === null || !mayAssumeText ? null : await assumeText(sourcePath, bounds, plain.leastBytes);
  const staged = async (): Promise<StagedLog> => importText(await options.prepare(), { ...options, plain: null });
  const assumedLog = assumed === null ? null : await importText(assumed, options, staged);
  return assumedLog ?? importText(await options.prepare(), options);
}

async function importText(text: PreparedText, options: ImportCsvOptions): Promise<StagedLog>;
/** @param staged - stages all rows of a text that is only assumed; answers null when it isn't plain */
async function importText(
  text: PreparedText,
  options: ImportCsvOptions,
  staged: () => Promise<StagedLog>,
): Promise<StagedLog | null>;
async function importText(
  text: PreparedText,
  options: ImportCsvOptions,
  staged?: () => Promise<StagedLog>,
): Promise<StagedLog | null> {
  const { session, bounds, signal } = options;
  if (options.delimiter !== undefined && (options.delimiter.length !== 1 || /["\r\n]/.test(options.delimiter))) {
    throw new ImportRefusal(
      "InvalidDelimiter",
      `The delimiter ${JSON.stringify(options.delimiter)} can't be used. Give one character that is neither a quote nor a line end.`,
    );
  }
  const { sniffed, firstLine } = await sniffFile(text.path, options);
  bounds.checkColumns(sniffed.names.length, { line: Math.max(1, sniffed.linesBeforeData) });
  if (sniffed.names.length < 2) {
    throw new ImportRefusal(
      "UnreadableCsv",
      `No delimiter was found that splits the file into columns. Give the delimiter in \`mapping.delimiter\`. The first line reads: ${JSON.stringify(firstLine)}.`,
      { line: 1 },
    );
  }
  const columns = sniffed.names.map((name, index) => ({ name, sql: `c${index}`, type: "VARCHAR" }));
  const details = {
    delimiter: sniffed.dialect.delimiter,
    quote: sniffed.dialect.quote,
    encoding: text.encoding,
    header: sniffed.hasHeader,
  };
  const base = {
    format: options.isGzip ? "csv.gz" : "csv",
    columns,
    details,
    ...stagedRelations(columns),
    isDelimiterGiven: options.delimiter !== undefined,
    endsWithinLine: await endsWithinLine(text.path),
    doubts: [...text.doubts, ...doubtPreamble(sniffed.preamble)],
  } as const;
  const stage =
    staged ??
    (async (): Promise<StagedLog> => {
      const log = await stageAll(base, text, sniffed, options);
      return text.hasQuotes ? withoutTextMarks(session, log) : log;
    });
  const plain =
    options.plain === null || text.repairs !== null || text.hasReplacements || !text.isValidUtf8 || text.hasLongLine
      ? null
      : await openPlainCsv({
          ...options.plain,
          bounds,
          path: text.path,
          sniffed,
          scratchDir: options.scratchDir,
          signal,
        });
  if (plain === null) return staged === undefined ? stage() : null;
  const sampleSql = readCsvSql(
    plain.samplePath,
    NORMAL_DIALECT,
    columns.map(({ sql }) => sql),
    0,
    readBufferOf(plain.longestLine),
  );
  await session.query(`CREATE OR REPLACE TABLE staged AS SELECT * FROM ${sampleSql}`);
  // Marks of spreadsheets are taken off what is staged.
  if (plain.mayBeMarked && (await findMarkedColumns(session, columns)).length > 0) {
    plain.giveUp();
    return staged === undefined ? stage() : null;
  }
  const stageRows: PlainLog["stageRows"] = async (scanned, rows) => {
    const { path, longestLine } = await plain.copyRows(scanned, rows);
    const names = ["row_index", ...columns.map(({ sql }) => sql)];
    const rowsSql = readCsvSql(path, sniffed.dialect, names, 0, readBufferOf(longestLine));
    await session.query(`CREATE OR REPLACE TABLE staged_rows AS SELECT * FROM ${rowsSql}`);
    return stagedRelations(columns, "staged_rows", "row_index::BIGINT");
  };
  return {
    ...base,
    rows: plain.sampleRows,
    tally: new ErrorTally(),
    // Each record of a plain file is a line.
    locate: async (rows) => Promise.resolve(rows.map((row) => ({ line: sniffed.linesBeforeData + row + 1 }))),
    plain: {
      scan: async (kinds, onProgress) => plain.scan(kinds, onProgress),
      giveUp: () => plain.giveUp(),
      stage,
      stageRows,
    },
  };
}

/** Stages every row. */
async function stageAll(
  base: Omit<StagedLog, "rows" | "tally" | "locate">,
  text: PreparedText,
  sniffed: SniffedCsv,
  options: ImportCsvOptions,
): Promise<StagedLog> {
  const { session, signal, bounds } = options;
  const { columns } = base;
  const { repaired = 0, examples = [] } = text.repairs ?? {};
  await session.query("DROP TABLE IF EXISTS staged");
  const isStrict = sniffed.isPlainStart && text.isValidUtf8 && !text.hasReplacements && !text.hasLongLine;
  const mayRunAway = text.hasQuotes && sniffed.dialect.quote !== "";
  const staged = columns.map(({ sql }) => sql);
  if (
    isStrict &&
    (await readStrictly(text.path, sniffed, options)) &&
    !(mayRunAway && (await mayHaveRunaways(session, sniffed.dialect, staged)))
  ) {
    const locate = (rows: readonly number[]) => locateRows(text.path, sniffed, rows, bounds.limits.maxLineBytes);
    const tally = new ErrorTally();
    tally.addMany("Invalid Encoding", repaired, examples, true);
    return { ...base, rows: await countRows(session), tally, locate };
  }
  const targetPath = join(options.scratchDir, "normalised.csv");
  const { tally, longestLine, ending } = await normaliseCsv({
    path: text.path,
    targetPath,
    dialect: sniffed.dialect,
    names: sniffed.names,
    bounds,
    linesBeforeData: sniffed.linesBeforeData,
    isValidUtf8: text.isValidUtf8,
    hasReplacements: text.hasReplacements,
    signal,
  });
  tally.addMany("Invalid Encoding", repaired, examples, true);
  await session.query(
    `CREATE OR REPLACE TABLE staged AS SELECT * FROM ${readCsvSql(targetPath, NORMAL_DIALECT, [...staged, "line"], 0, readBufferOf(longestLine))}`,
    options.onProgress,
  );
  const locate = async (rows: readonly number[]): Promise<ImportErrorExample[]> =>
    (await session.query(`SELECT line FROM staged WHERE rowid IN (${rows.join(", ")}) ORDER BY rowid`)).map(
      ([line]) => ({ line: Number(line) }),
    );
  const cut = base.endsWithinLine === true ? doubtCutRecord(ending, columns.length, tally) : [];
  const doubts = [...(base.doubts ?? []), ...doubtQuotes(tally), ...cut];
  return { ...base, doubts, rows: await countRows(session), tally, locate };
}

async function readStrictly(
  path: string,
  sniffed: SniffedCsv,
  { session, bounds, signal, onProgress }: ImportCsvOptions,
): Promise<boolean> {
  const names = sniffed.names.map((_, index) => `c${index}`);
  // A value isn't longer than its line, so that no value needs a look of its own.
  const buffer = strictReadBuffer(Math.min(bounds.limits.maxLineBytes, bounds.limits.maxCellBytes));
  try {
    await session.query(
      `CREATE TABLE staged AS SELECT * FROM ${readCsvSql(path, sniffed.dialect, names, sniffed.linesBeforeData, buffer)}`,
      onProgress,
    );
    return true;
  } catch (err) {
    signal.throwIfAborted();
    if (err instanceof Error && /Out of Memory|No space left|IO Error/i.test(err.message)) throw err;
    return false;
  }
}

function readCsvSql(path: string, dialect: CsvDialect, names: readonly string[], skip: number, buffer: string): string {
  const columns = names.map((name) => `${sqlText(name)}: 'VARCHAR'`).join(", ");
  // Left to itself, DuckDB takes a carriage return inside a quoted field for the end of lines.
  const lineEnd = dialect === NORMAL_DIALECT ? "new_line = '\\n', " : "";
  return `read_csv(${sqlText(path)}, auto_detect = false, compression = 'none', header = false, skip = ${skip}, columns = {${columns}},
    delim = ${sqlText(dialect.delimiter)}, quote = ${sqlText(dialect.quote)}, escape = ${sqlText(dialect.escape)},
    nullstr = '', strict_mode = true, ${lineEnd}${buffer})`;
}

async function countRows(session: DuckDbSession): Promise<number> {
  return Number((await session.query("SELECT count(*) FROM staged"))[0]?.[0] ?? 0);
}

async function sniffFile(path: string, options: ImportCsvOptions): Promise<{ sniffed: SniffedCsv; firstLine: string }> {
  const given = { delimiter: options.delimiter, columns: options.mentionedColumns };
  const file = await open(path, "r");
  try {
    for (const size of sampleSizes) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, 0);
      const isWhole = bytesRead < size;
      const sample = new TextDecoder("utf-8").decode(buffer.subarray(0, bytesRead), { stream: true });
      options.bounds.checkColumns(leastColumns(sample), { line: 1 });
      const sniffed = sniffCsv(sample, isWhole, given);
      if (isWhole || sniffed.records >= fewRecords || size === sampleSizes.at(-1)) {
        if (isWhole && sample.trim() === "") throw new ImportRefusal("EmptyFile", "The file holds nothing but blanks.");
        return { sniffed, firstLine: sample.split(/\r?\n/, 1)[0]?.slice(0, 200) ?? "" };
      }
    }
    throw new Error("no sample size is the last one");
  } finally {
    await file.close();
  }
}

/** Columns that a text without any line end has whatever its delimiter is, which is told without reading it as CSV. */
function leastColumns(sample: string): number {
  if (/[\r\n]/.test(sample)) return 0;
  return Math.max(...[",", ";", "\t", "|"].map((delimiter) => sample.split(delimiter).length));
}

/** Lines of the given data records, found by scanning the file up to the last of them. */
async function locateRows(
  path: string,
  sniffed: SniffedCsv,
  rows: readonly number[],
  maxLength: number,
): Promise<ImportErrorExample[]> {
  const wanted = new Set(rows);
  const last = rows.at(-1) ?? -1;
  const found: ImportErrorExample[] = [];
  let index = 0;
  const onRecord = ({ line }: CsvRecord): void => {
    if (line <= sniffed.linesBeforeData) return;
    if (wanted.has(index)) found.push({ line });
    index++;
  };
  const scanner = new CsvRecordScanner(sniffed.dialect, onRecord, maxLength);
  const decoder = new TextDecoder("utf-8");
  const source: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: mib });
  for await (const chunk of source) {
    scanner.push(decoder.decode(chunk, { stream: true }));
    if (index > last) break;
  }
  if (index <= last) scanner.end();
  return found;
}
