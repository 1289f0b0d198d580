import type { DuckDBDataChunk } from "@duckdb/node-api";
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

/** Cases are numbered as they come; `numberOfEntry` holds −1 for an entry of the dictionary not met so far. */
interface CaseNumbers {
  readonly numberOfEntry: Int32Array;
  readonly caseIds: string[];
}

/** Read the events of the dictionary's cases in the order of the file. */
export async function scanEvents(
  table: EventTable,
  scan: EventScan,
  onProgress: (fraction: number) => void,
): Promise<{ readonly events: FileOrderEvents; readonly caseIds: readonly string[] }> {
  const { rowCount, cases, activities, resources } = scan;
  const hasStart = table.columns.has("start_timestamp");
  const events = {
    caseNumber: new Int32Array(rowCount),
    activity: activities.length <= 65_536 ? new Uint16Array(rowCount) : new Uint32Array(rowCount),
    endMs: new Float64Array(rowCount),
    startMs: hasStart ? new Float64Array(rowCount) : null,
    resource: resources === null ? null : new Int32Array(rowCount),
  };
  const numbers: CaseNumbers = { numberOfEntry: new Int32Array(cases.ids.length).fill(-1), caseIds: [] };
  let eventCount = 0;
  let rowsRead = 0;
  for await (const chunk of table.chunks(scanSql(table, scan, hasStart))) {
    eventCount += takeChunk(chunk, cases, numbers, { ...events, eventCount, caseCount: 0 });
    rowsRead += chunk.rowCount;
    onProgress(rowsRead / rowCount);
  }
  return { events: { ...events, eventCount, caseCount: numbers.caseIds.length }, caseIds: numbers.caseIds };
}

function scanSql(table: EventTable, scan: EventScan, hasStart: boolean): string {
  // Activity in the low word, resource + 1 in the high one: each column handed over costs, however narrow.
  const activity = "enum_code(activity::activity_name)::BIGINT";
  const resource = "4294967296 * coalesce(enum_code(resource::resource_name)::BIGINT + 1, 0)";
  const names = scan.resources === null ? activity : `${activity} + ${resource}`;
  const start = hasStart ? ", coalesce(epoch_us(start_timestamp)::DOUBLE / 1000, 'nan'::DOUBLE)" : "";
  return `SELECT ${scan.cases.hashSql}, ${names}, ${scan.endMsSql}${start} FROM ${table.relation}`;
}

/** Append a chunk behind `into.eventCount`; returns how many events were taken. */
function takeChunk(chunk: DuckDBDataChunk, cases: CaseDictionary, numbers: CaseNumbers, into: FileOrderEvents): number {
  const { numberOfEntry, caseIds } = numbers;
  const { caseNumber, activity, endMs, startMs, resource } = into;
  const { entries, ids } = cases;
  const hashWords = wordPairColumn(chunk, 0);
  const nameWords = wordPairColumn(chunk, 1);
  const ends = doubleColumn(chunk, 2);
  const starts = startMs === null ? null : doubleColumn(chunk, 3);
  let at = into.eventCount;
  for (let row = 0; row < ends.length; row++) {
    const entry = entries.find(hashWords[2 * row] ?? 0, hashWords[2 * row + 1] ?? 0);
    if (entry < 0) continue;
    let number = numberOfEntry[entry] ?? -1;
    if (number < 0) {
      number = caseIds.length;
      numberOfEntry[entry] = number;
      caseIds.push(ids[entry] ?? "");
    }
    caseNumber[at] = number;
    activity[at] = nameWords[2 * row] ?? 0;
    endMs[at] = ends[row] ?? 0;
    if (startMs !== null) startMs[at] = starts?.[row] ?? Number.NaN;
    if (resource !== null) resource[at] = (nameWords[2 * row + 1] ?? 0) - 1;
    at++;
  }
  return at - into.eventCount;
}
