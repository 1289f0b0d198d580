import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { CaseIndex } from "./case-dictionary.ts";
import { incompleteRows, type EventTable } from "./event-table.ts";
import { doubleColumn, wordPairColumn } from "./vector-data.ts";

export interface EventScan {
  readonly rowCount: number;
  readonly activities: NumberedNames;
  readonly resources: NumberedNames | null;
  /** SQL of the events' `LifecycleMark`; null when it isn't read. */
  readonly lifecycleSql: string | null;
  /** Whether events keep the number of their row. */
  readonly withFileRows: boolean;
}

/** Names of a column, and the SQL of a row's number among them, from 1, 0 = none. */
export interface NumberedNames {
  readonly names: readonly string[];
  readonly numberSql: string;
}

/** Events by the number of their row in the file, as in `EventLog`; `endMs` is NaN where a row has no time. */
export interface EventColumns {
  readonly activity: Uint16Array | Uint32Array;
  readonly endMs: Float64Array;
  readonly startMs: Float64Array | null;
  readonly resource: Int32Array | null;
  /** As `LifecycleMark` says; null when it wasn't asked for or the table has no such column. */
  readonly lifecycle: Float64Array | null;
  readonly fileRow: Uint32Array | null;
}

/** Read all events in the order of the file. @throws DomainError (`unprocessable`) for a row without an activity */
export async function scanEvents(
  table: EventTable,
  scan: EventScan,
  onProgress: (fraction: number) => void,
): Promise<EventColumns> {
  const { rowCount, activities, resources, lifecycleSql } = scan;
  const hasStart = table.columns.has("start_timestamp");
  const rows: EventColumns = {
    activity: activities.names.length <= 65_536 ? new Uint16Array(rowCount) : new Uint32Array(rowCount),
    endMs: new Float64Array(rowCount),
    startMs: hasStart ? new Float64Array(rowCount) : null,
    resource: resources === null ? null : new Int32Array(rowCount),
    lifecycle: lifecycleSql !== null ? new Float64Array(rowCount) : null,
    fileRow: scan.withFileRows ? new Uint32Array(rowCount).map((_, row) => row) : null,
  };
  let rowsRead = 0;
  await table.scan(columnsSql(scan, hasStart), rowCount, (chunk, firstRow, count) => {
    takeChunk(chunk, rows, firstRow, count);
    rowsRead += count;
    onProgress(rowsRead / rowCount);
  });
  return rows;
}

/** Read the number of each row's case. */
export async function scanCaseNumbers(
  table: EventTable,
  { hashSql, numbers }: CaseIndex,
  rowCount: number,
): Promise<Int32Array> {
  const caseNumber = new Int32Array(rowCount);
  await table.scan(hashSql, rowCount, (chunk, firstRow) => {
    const words = wordPairColumn(chunk, 0);
    for (let at = 0; 2 * at < words.length; at++)
      caseNumber[firstRow + at] = numbers.find(words[2 * at] ?? 0, words[2 * at + 1] ?? 0);
  });
  return caseNumber;
}

function columnsSql({ activities, resources, lifecycleSql }: EventScan, hasStart: boolean): string {
  // Activity in the low word, resource in the high one: each column handed over costs, however narrow.
  const resource = resources === null ? "" : ` + 4294967296 * ${resources.numberSql}::BIGINT`;
  const start = hasStart ? `, ${msSql("start_timestamp")}` : "";
  const lifecycle = lifecycleSql === null ? "" : `, ${lifecycleSql}`;
  return `${activities.numberSql}::BIGINT${resource}, ${msSql("timestamp")}${start}${lifecycle}`;
}

const msSql = (column: string): string => `coalesce(epoch_us(${column})::DOUBLE / 1000, 'nan'::DOUBLE)`;

function takeChunk(
  chunk: DuckDBDataChunk,
  { activity, endMs, startMs, resource, lifecycle }: EventColumns,
  firstRow: number,
  count: number,
): void {
  const nameWords = wordPairColumn(chunk, 0, count);
  endMs.set(doubleColumn(chunk, 1, count), firstRow);
  if (startMs !== null) startMs.set(doubleColumn(chunk, 2, count), firstRow);
  if (lifecycle !== null) lifecycle.set(doubleColumn(chunk, startMs === null ? 2 : 3, count), firstRow);
  let hasAll = true;
  for (let at = 0; at < count; at++) {
    const number = nameWords[2 * at] ?? 0;
    hasAll &&= number > 0;
    activity[firstRow + at] = number - 1;
  }
  if (!hasAll) throw incompleteRows();
  if (resource === null) return;
  for (let at = 0; at < count; at++) resource[firstRow + at] = (nameWords[2 * at + 1] ?? 0) - 1;
}
