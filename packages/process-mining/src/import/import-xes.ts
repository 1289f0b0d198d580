import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { callbackify } from "node:util";
import type { DuckDbSession } from "./duckdb-session.ts";
import { ErrorTally } from "./error-tally.ts";
import { ImportRefusal } from "./import-refusal.ts";
import type { ImportErrorExample } from "./import-result.ts";
import { openPlain, type PrepareTextOptions } from "./prepare-text.ts";
import { longest, readBufferSql } from "./read-buffer.ts";
import { RowSegments, type RowSegment } from "./row-segments.ts";
import { sqlText } from "./sql-text.ts";
import type { StagedLog } from "./staged-log.ts";
import { createStreamDecoder, type StreamDecoder } from "./text-decoder.ts";
import { XesReader } from "./xes-reader.ts";
import { describeElement, XesRows, type LateAttributes } from "./xes-rows.ts";
import { detectXmlEncoding } from "./xml-encoding.ts";

/**
 * Stages a XES log in one pass: each event is one row of a text file, with trace attributes as `case:<key>`; DuckDB
 * then reads the files.
 */
export async function importXes(
  session: DuckDbSession,
  options: PrepareTextOptions & { readonly onLoad: (fraction: number) => void },
): Promise<StagedLog> {
  const { isGzip, signal } = options;
  const tally = new ErrorTally();
  const segments = new RowSegments(options.scratchDir, signal);
  const rows = new XesRows(tally, (row, width) => segments.write(row, width));
  const reader = new XesReader(rows);
  rows.activityKeys = () => reader.classifierKeys;
  let encoding = "utf-8";
  let decoder: StreamDecoder | null = null;
  const consume = async (chunk: Buffer): Promise<void> => {
    if (decoder === null) {
      encoding = detectXmlEncoding(chunk);
      decoder = createStreamDecoder(encoding);
    }
    reader.push(decoder.write(chunk));
    await segments.flush();
  };
  const finish = async (): Promise<void> => {
    reader.push(decoder?.end() ?? "");
    reader.end();
    await segments.flush(true);
  };
  let files: readonly RowSegment[];
  try {
    await pipeline([...openPlain(options), asSink(consume, finish)], { signal });
    files = await segments.end();
  } finally {
    segments.destroy();
  }
  const columns = rows.columns.staged();
  const names = columns.map(({ sql }) => sql);
  await load(session, files, names, rows.late, options.onLoad);
  const [[count] = []] = await session.query("SELECT count(*) FROM staged");
  if (Number(count) === 0 && tally.unresolved === 0) {
    throw new ImportRefusal("NoEvents", "The log has no events.", { line: reader.line });
  }
  return {
    format: isGzip ? "xes.gz" : "xes",
    relation: `(SELECT rowid AS row_index, ${names.join(", ")} FROM staged)`,
    columns,
    rows: Number(count),
    tally,
    locate: (indexes) => locateEvents(session, indexes),
    details: { encoding: encoding.toLowerCase() },
    isDelimiterGiven: false,
  };
}

async function load(
  session: DuckDbSession,
  files: readonly RowSegment[],
  names: readonly string[],
  late: readonly LateAttributes[],
  onLoad: (fraction: number) => void,
): Promise<void> {
  await session.query(
    `CREATE TABLE staged (t INTEGER, e INTEGER, ${names.map((name) => `${name} VARCHAR`).join(", ")})`,
  );
  for (const [at, { path, width }] of files.entries()) {
    const columns = Array.from({ length: width }, (_, index) => `c${index}`);
    const declared = ["'t': 'INTEGER'", "'e': 'INTEGER'", ...columns.map((name) => `${sqlText(name)}: 'VARCHAR'`)];
    const present = columns.slice(0, names.length);
    const insert = `INSERT INTO staged (t, e, ${present.join(", ")}) SELECT t, e, ${present.join(", ")} FROM read_csv(
      ${sqlText(path)}, auto_detect = false, header = false, compression = 'none', columns = {${declared.join(", ")}},
      delim = ',', quote = '"', escape = '"', nullstr = '', strict_mode = true, new_line = '\\n', ${readBufferSql(longest)})`;
    await session.query(insert, (fraction) => onLoad((at + fraction) / files.length));
  }
  for (const { trace, values } of late) {
    const assignments = [...values].map(([index, value]) => `c${index} = ${value === "" ? "NULL" : sqlText(value)}`);
    await session.query(`UPDATE staged SET ${assignments.join(", ")} WHERE t = ${trace}`);
  }
}

async function locateEvents(session: DuckDbSession, indexes: readonly number[]): Promise<ImportErrorExample[]> {
  if (indexes.length === 0) return [];
  const found = await session.query(`SELECT t, e FROM staged WHERE rowid IN (${indexes.join(", ")}) ORDER BY rowid`);
  return found.map(([trace, event]) => ({ element: describeElement(Number(trace), Number(event)) }));
}

function asSink(consume: (chunk: Buffer) => Promise<void>, finish: () => Promise<void>): Writable {
  const write = (chunk: Buffer, _encoding: string): Promise<void> => consume(chunk);
  return new Writable({ write: callbackify(write), final: callbackify(finish) });
}
