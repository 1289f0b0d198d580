import type { DuckDBDataChunk } from "@duckdb/node-api";
import { itemChunks } from "../item-chunks.ts";
import type { CaseDictionary } from "./case-dictionary.ts";
import type { EventTable } from "./event-table.ts";
import type { FileOrderEvents } from "./sort-events-by-case.ts";
import { doubleColumn, wordPairColumn } from "./vector-data.ts";

export interface EventScan {
  readonly rowCount: number;
  readonly endMsSql: string;
  readonly cases: CaseDictionary;
  /** Names of the types `activity_name` and, unless null, `resource_name`. */
  readonly activities: readonly string[];
  readonly resources: readonly string[] | null;
}

/** Columns by the number of a row in the file; `entry` is the case's place in the dictionary, negative = left out. */
interface Rows {
  readonly entry: Int32Array;
  readonly activity: Uint16Array | Uint32Array;
  readonly endMs: Float64Array;
  readonly startMs: Float64Array | null;
  readonly resource: Int32Array | null;
}

/** Read the events of the dictionary's cases in the order of the file. */
export async function scanEvents(
  table: EventTable,
  scan: EventScan,
  onProgress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<{ readonly events: FileOrderEvents; readonly caseIds: readonly string[] }> {
  const { rowCount, cases, activities, resources } = scan;
  const hasStart = table.columns.has("start_timestamp");
  const rows: Rows = {
    entry: new Int32Array(rowCount),
    activity: activities.length <= 65_536 ? new Uint16Array(rowCount) : new Uint32Array(rowCount),
    endMs: new Float64Array(rowCount),
    startMs: hasStart ? new Float64Array(rowCount) : null,
    resource: resources === null ? null : new Int32Array(rowCount),
  };
  let rowsRead = 0;
  await table.scan(columnsSql(scan, hasStart), rowCount, (chunk, firstRow) => {
    takeChunk(chunk, cases, rows, firstRow);
    rowsRead += chunk.rowCount;
    onProgress(rowsRead / rowCount);
  });
  return numberCases(rows, cases, signal);
}

function columnsSql(scan: EventScan, hasStart: boolean): string {
  // Activity in the low word, resource + 1 in the high one: each column handed over costs, however narrow.
  const activity = "enum_code(activity::activity_name)::BIGINT";
  const resource = "4294967296 * coalesce(enum_code(resource::resource_name)::BIGINT + 1, 0)";
  const names = scan.resources === null ? activity : `${activity} + ${resource}`;
  const start = hasStart ? ", coalesce(epoch_us(start_timestamp)::DOUBLE / 1000, 'nan'::DOUBLE)" : "";
  return `${scan.cases.hashSql}, ${names}, ${scan.endMsSql}${start}`;
}

function takeChunk(chunk: DuckDBDataChunk, { entries }: CaseDictionary, rows: Rows, firstRow: number): void {
  const { entry, activity, endMs, startMs, resource } = rows;
  const hashWords = wordPairColumn(chunk, 0);
  const nameWords = wordPairColumn(chunk, 1);
  const ends = doubleColumn(chunk, 2);
  endMs.set(ends, firstRow);
  if (startMs !== null) startMs.set(doubleColumn(chunk, 3), firstRow);
  for (let at = 0; at < ends.length; at++) {
    entry[firstRow + at] = entries.find(hashWords[2 * at] ?? 0, hashWords[2 * at + 1] ?? 0);
    activity[firstRow + at] = nameWords[2 * at] ?? 0;
  }
  if (resource === null) return;
  for (let at = 0; at < ends.length; at++) resource[firstRow + at] = (nameWords[2 * at + 1] ?? 0) - 1;
}

/** Number the cases as they appear, in place of their entries, and close the gaps of events that were left out. */
async function numberCases(
  rows: Rows,
  { ids }: CaseDictionary,
  signal: AbortSignal | undefined,
): Promise<{ readonly events: FileOrderEvents; readonly caseIds: readonly string[] }> {
  const numberOfEntry = new Int32Array(ids.length).fill(-1);
  const caseIds: string[] = [];
  let eventCount = 0;
  for await (const { from, to } of itemChunks(rows.entry.length, signal)) {
    for (let row = from; row < to; row++) {
      const place = rows.entry[row] ?? -1;
      if (place < 0) continue;
      let number = numberOfEntry[place] ?? -1;
      if (number < 0) {
        number = caseIds.length;
        numberOfEntry[place] = number;
        caseIds.push(ids[place] ?? "");
      }
      if (eventCount < row) moveRow(rows, row, eventCount);
      rows.entry[eventCount++] = number;
    }
  }
  return { events: { ...rows, caseNumber: rows.entry, eventCount, caseCount: caseIds.length }, caseIds };
}

function moveRow({ activity, endMs, startMs, resource }: Rows, from: number, to: number): void {
  activity[to] = activity[from] ?? 0;
  endMs[to] = endMs[from] ?? 0;
  if (startMs !== null) startMs[to] = startMs[from] ?? Number.NaN;
  if (resource !== null) resource[to] = resource[from] ?? -1;
}
