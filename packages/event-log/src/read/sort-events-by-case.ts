import { itemChunks } from "../log/item-chunks.ts";
import type { EventColumns } from "./scan-events.ts";

/** Events by case, then in the order of the file, as in `EventLog`. */
export interface EventsByCase extends EventColumns {
  readonly caseOffsets: Uint32Array;
}

/** Offsets of cases that have these numbers of rows. */
function caseOffsetsOf(rowCounts: Int32Array): Uint32Array {
  const offsets = new Uint32Array(rowCounts.length + 1);
  for (let at = 0; at < rowCounts.length; at++) offsets[at + 1] = (offsets[at] ?? 0) + (rowCounts[at] ?? 0);
  return offsets;
}

/**
 * Counting sort by case; stable and linear. `caseNumber` holds the case of each row, `rowCounts` the rows of each case.
 */
export async function sortEventsByCase(
  rows: EventColumns,
  caseNumber: Int32Array,
  rowCounts: Int32Array,
  signal?: AbortSignal,
): Promise<EventsByCase> {
  const caseOffsets = caseOffsetsOf(rowCounts);
  const eventCount = caseOffsets[rowCounts.length] ?? 0;
  const sorted = {
    caseOffsets,
    activity: rows.activity instanceof Uint16Array ? new Uint16Array(eventCount) : new Uint32Array(eventCount),
    endMs: new Float64Array(eventCount),
    startMs: rows.startMs === null ? null : new Float64Array(eventCount),
    resource: rows.resource === null ? null : new Int32Array(eventCount),
    lifecycle: rows.lifecycle === null ? null : new Float64Array(eventCount),
    fileRow: rows.fileRow === null ? null : new Uint32Array(eventCount),
  };
  const next = caseOffsets.slice();
  for await (const { from, to } of itemChunks(caseNumber.length, signal)) {
    scatter(rows, caseNumber, sorted, next, from, to);
  }
  return sorted;
}

/** Move a chunk; `next` holds the row that the next event of each case goes to. */
function scatter(
  { activity, endMs, startMs, resource, lifecycle, fileRow }: EventColumns,
  caseNumber: Int32Array,
  after: EventsByCase,
  next: Uint32Array,
  from: number,
  to: number,
): void {
  const {
    activity: newActivity,
    endMs: newEndMs,
    startMs: newStartMs,
    resource: newResource,
    lifecycle: newLifecycle,
    fileRow: newFileRow,
  } = after;
  for (let at = from; at < to; at++) {
    const owner = caseNumber[at] ?? 0;
    const row = next[owner] ?? 0;
    next[owner] = row + 1;
    newActivity[row] = activity[at] ?? 0;
    newEndMs[row] = endMs[at] ?? 0;
    if (newStartMs !== null) newStartMs[row] = startMs?.[at] ?? Number.NaN;
    if (newResource !== null) newResource[row] = resource?.[at] ?? -1;
    if (newLifecycle !== null) newLifecycle[row] = lifecycle?.[at] ?? 0;
    if (newFileRow !== null) newFileRow[row] = fileRow?.[at] ?? 0;
  }
}

/** The same for rows that stand by case already. */
export function asGroupedCases(rows: EventColumns, rowCounts: Int32Array): EventsByCase {
  return { ...rows, caseOffsets: caseOffsetsOf(rowCounts) };
}
