import type { DuckDBDataChunk } from "@duckdb/node-api";
import type { CaseIndex } from "./case-dictionary.ts";
import type { EventTable } from "./event-table.ts";
import { doubleColumn, wordPairColumn } from "./vector-data.ts";

export interface EventScan {
  readonly rowCount: number;
  readonly endMsSql: string;
  /** Names of the types `activity_name` and, unless null, `resource_name`. */
  readonly activities: readonly string[];
  readonly resources: readonly string[] | null;
  /** SQL of the events' `LifecycleMark`; null when it isn't read. */
  readonly lifecycleSql: string | null;
  /** Whether events keep the number of their row. */
  readonly withFileRows: boolean;
}

/** Events by the number of their row in the file, as in `EventLog`. */
export interface EventColumns {
  readonly activity: Uint16Array | Uint32Array;
  readonly endMs: Float64Array;
  readonly startMs: Float64Array | null;
  readonly resource: Int32Array | null;
  /** As `LifecycleMark` says; null when it wasn't asked for or the table has no such column. */
  readonly lifecycle: Float64Array | null;
  readonly fileRow: Uint32Array | null;
}

/** Read all events in the order of the file. */
export async function scanEvents(
  table: EventTable,
  scan: EventScan,
  onProgress: (fraction: number) => void,
): Promise<EventColumns> {
  const { rowCount, activities, resources, lifecycleSql } = scan;
  const hasStart = table.columns.has("start_timestamp");
  const rows: EventColumns = {
    activity: activities.length <= 65_536 ? new Uint16Array(rowCount) : new Uint32Array(rowCount),
    endMs: new Float64Array(rowCount),
    startMs: hasStart ? new Float64Array(rowCount) : null,
    resource: resources === null ? null : new Int32Array(rowCount),
    lifecycle: lifecycleSql !== null ? new Float64Array(rowCount) : null,
    fileRow: scan.withFileRows ? new Uint32Array(rowCount).map((_, row) => row) : null,
  };
  let rowsRead = 0;
  await table.scan(columnsSql(scan, hasStart), rowCount, (chunk, firstRow) => {
    takeChunk(chunk, rows, firstRow);
    rowsRead += chunk.rowCount;
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

function columnsSql({ resources, endMsSql, lifecycleSql }: EventScan, hasStart: boolean): string {
  // Activity in the low word, resource + 1 in the high one: each column handed over costs, however narrow.
  const activity = "enum_code(activity::activity_name)::BIGINT";
  const resource = "4294967296 * coalesce(enum_code(resource::resource_name)::BIGINT + 1, 0)";
  const names = resources === null ? activity : `${activity} + ${resource}`;
  const start = hasStart ? ", coalesce(epoch_us(start_timestamp)::DOUBLE / 1000, 'nan'::DOUBLE)" : "";
  return `${names}, ${endMsSql}${start}${lifecycleSql === null ? "" : `, ${lifecycleSql}`}`;
}

function takeChunk(
  chunk: DuckDBDataChunk,
  { activity, endMs, startMs, resource, lifecycle }: EventColumns,
  firstRow: number,
): void {
  const nameWords = wordPairColumn(chunk, 0);
  const count = chunk.rowCount;
  endMs.set(doubleColumn(chunk, 1), firstRow);
  if (startMs !== null) startMs.set(doubleColumn(chunk, 2), firstRow);
  if (lifecycle !== null) lifecycle.set(doubleColumn(chunk, startMs === null ? 2 : 3), firstRow);
  for (let at = 0; at < count; at++) activity[firstRow + at] = nameWords[2 * at] ?? 0;
  if (resource === null) return;
  for (let at = 0; at < count; at++) resource[firstRow + at] = (nameWords[2 * at + 1] ?? 0) - 1;
}
