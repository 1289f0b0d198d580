import { roleColumnNames } from "../terms/event-table-columns.ts";
import { cellText } from "../text/cell-text.ts";
import { openDuckDbSession, type DuckDbLimits } from "../duckdb/duckdb-session.ts";
import { sqlName, sqlText } from "../text/sql-text.ts";
import { typedTimeExpression } from "../time/time-expression.ts";
import { utc } from "../time/time-zone.ts";
import { csvSafe, csvSafeName } from "../text/csv-safe.ts";
import { xesText, type XesColumn } from "./xes-text.ts";

/** Formats in which an event table is written for others; Parquet is the table itself. */
export type EventTableFormat = "csv" | "jsonl" | "xes";

export interface ExportOptions extends DuckDbLimits {
  readonly tablePath: string;
  readonly format: EventTableFormat;
  readonly outPath: string;
  /** What the log is called inside of an XES file. */
  readonly logName: string;
  readonly onFraction?: (fraction: number) => void;
}

/**
 * Writes an event table as a file of another format, streamed by DuckDB. Times are ISO 8601 in UTC; a log without times has
 * no column for them.
 * - CSV: with a header; texts that a spreadsheet would run as a formula get an apostrophe in front.
 * - JSONL: one object a line.
 * - XES 2.0 (IEEE 1849): a trace for each run of rows with the same case, events in the order of the table. Columns called
 *   `case:…` that are the same for all events of every case are attributes of traces.
 */
export async function exportEventTable(options: ExportOptions): Promise<void> {
  const session = await openDuckDbSession(options);
  try {
    const source = `read_parquet(${sqlText(options.tablePath)})`;
    const described = await session.query(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM ${source})`);
    const stored = described.map(([name, type]) => ({ name: cellText(name), type: cellText(type) }));
    const [timed] = await session.query(`SELECT count(timestamp) > 0 OR count(*) = 0 FROM ${source}`);
    const columns = timed?.[0] === true ? stored : stored.filter(({ name }) => name !== roleColumnNames.timestamp);
    const out = sqlText(options.outPath);
    if (options.format === "csv") {
      const fields = columns.map((column) =>
        column.type === "VARCHAR"
          ? csvSafe(column.name)
          : `${isoTime(column) ?? sqlName(column.name)} AS ${sqlName(csvSafeName(column.name))}`,
      );
      const sql = `COPY (SELECT ${fields.join(", ")} FROM ${source}) TO ${out} (FORMAT csv, HEADER)`;
      await session.query(sql, options.onFraction);
    } else if (options.format === "jsonl") {
      const times = columns.flatMap((column) => {
        const time = isoTime(column);
        return time === null ? [] : [`${time} AS ${sqlName(column.name)}`];
      });
      const replaced = times.length === 0 ? "" : `REPLACE (${times.join(", ")})`;
      const excluded = columns.length === stored.length ? "" : `EXCLUDE (${roleColumnNames.timestamp})`;
      await session.query(
        `COPY (SELECT * ${excluded} ${replaced} FROM ${source}) TO ${out} (FORMAT json)`,
        options.onFraction,
      );
    } else {
      const traceColumns: XesColumn[] = [];
      for (const column of columns.filter(({ name }) => /^case:./.test(name))) {
        const name = sqlName(column.name);
        const [row] = await session.query(
          `SELECT bool_and(same) FROM (SELECT min(${name}) IS NOT DISTINCT FROM max(${name}) AND count(${name}) IN (0, count(*)) AS same
           FROM ${source} GROUP BY case_id)`,
        );
        if (row?.[0] === true) traceColumns.push(column);
      }
      const eventColumns = columns.filter((column) => !traceColumns.includes(column));
      const text = xesText({ logName: options.logName, traceColumns, eventColumns });
      // Without quotes and with one column, CSV is lines of plain text.
      await session.query(
        `COPY (SELECT ${text} FROM ${source}) TO ${out} (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\u0001')`,
        options.onFraction,
      );
    }
  } finally {
    await session.close();
  }
}

/** SQL of a column of times as ISO 8601 in UTC; null for other columns. */
function isoTime({ name, type }: XesColumn): string | null {
  const time = type === "DATE" ? null : typedTimeExpression(sqlName(name), type, utc);
  return time === null ? null : `strftime(${time}, '%Y-%m-%dT%H:%M:%S.%fZ')`;
}
