import type { DuckDbSession } from "./duckdb-session.ts";
import { ErrorTally } from "./error-tally.ts";
import { ImportRefusal } from "./import-refusal.ts";
import type { ImportErrorExample } from "./import-result.ts";
import { loadRowSegments } from "./load-row-segments.ts";
import type { PrepareTextOptions } from "./prepare-text.ts";
import { readXmlText } from "./read-text.ts";
import { RowSegments, type RowSegment } from "./row-segments.ts";
import { keepTracesApart } from "./same-names.ts";
import { sqlText } from "./sql-text.ts";
import { stagedRelations, type StagedColumn, type StagedLog } from "./staged-log.ts";
import { CASE_NAME, EVENT_TIME } from "./xes-columns.ts";
import { XesReader } from "./xes-reader.ts";
import { describeElement, XesRows, type LateAttributes } from "./xes-rows.ts";

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
  const segments = new RowSegments(options.scratchDir, options.bounds, signal);
  const rows = new XesRows(tally, options.bounds, (row, width) => segments.write(row, width));
  const reader = new XesReader(rows, options.bounds);
  rows.activityKeys = () => reader.classifierKeys;
  let encoding: string;
  let files: readonly RowSegment[];
  try {
    encoding = await readXmlText(
      options,
      (text) => reader.push(text),
      () => segments.flush(),
    );
    reader.end();
    files = await segments.end();
  } finally {
    segments.destroy();
  }
  const columns = rows.columns.staged();
  const names = columns.map(({ sql }) => sql);
  const count = await loadRowSegments({
    session,
    segments: files,
    leading: { t: "INTEGER", e: "INTEGER" },
    columns: names.length,
    onLoad: options.onLoad,
  });
  await completeTraces(session, rows.late);
  const isTimed = await hasTimes(session, columns);
  const kept = isTimed ? columns : columns.filter((_, index) => index !== EVENT_TIME);
  const doubts = await keepTracesApart(session, `c${CASE_NAME}`);
  if (count === 0 && tally.unresolved === 0) {
    throw new ImportRefusal("NoEvents", "The log has no events.", { line: reader.line });
  }
  return {
    format: isGzip ? "xes.gz" : "xes",
    ...stagedRelations(kept),
    columns: kept,
    rows: count,
    tally,
    locate: (indexes) => locateEvents(session, indexes),
    details: { encoding },
    isDelimiterGiven: false,
    doubts,
    isTimed,
  };
}

/** Whether any event has a time; another date may be one too. */
async function hasTimes(session: DuckDbSession, columns: readonly StagedColumn[]): Promise<boolean> {
  const dates = columns.filter(({ name, declaredType }) => declaredType === "TIMESTAMP" && !name.startsWith("case:"));
  if (dates.length !== 1) return true;
  const [[times] = []] = await session.query(`SELECT count(c${EVENT_TIME}) FROM staged`);
  return Number(times) > 0;
}

/** Gives the events of long traces the attributes that stood behind them. */
async function completeTraces(session: DuckDbSession, late: readonly LateAttributes[]): Promise<void> {
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
