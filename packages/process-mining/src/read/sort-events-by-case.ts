import { itemChunks } from "../item-chunks.ts";
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

<<<<<<< HEAD
/** The same for rows that stand by case already. */
export function asGroupedCases(rows: EventColumns, rowCounts: Int32Array): EventsByCase {
  return { ...rows, caseOffsets: caseOffsetsOf(rowCounts) };
=======
/**
 * The same for rows that stand by case already: closes the gaps of cases that are left out, in place. `firstRows` and
 * `rowCounts` say where the cases are.
 */
export function keepGroupedCases(rows: EventColumns, firstRows: Int32Array, rowCounts: Int32Array): EventsByCase {
  const caseOffsets = caseOffsetsOf(rowCounts);
  const eventCount = caseOffsets[rowCounts.length] ?? 0;
  if (eventCount === rows.endMs.length) return { ...rows, caseOffsets };
  const { activity, endMs, startMs, resource, lifecycle, fileRow } = rows;
  for (let owner = 0; owner < rowCounts.length; owner++) {
    const from = firstRows[owner] ?? 0;
    const to = from + (rowCounts[owner] ?? 0);
    const target = caseOffsets[owner] ?? 0;
    activity.copyWithin(target, from, to);
    endMs.copyWithin(target, from, to);
    startMs?.copyWithin(target, from, to);
    resource?.copyWithin(target, from, to);
    lifecycle?.copyWithin(target, from, to);
    fileRow?.copyWithin(target, from, to);
  }
  return {
    caseOffsets,
    activity: activity.slice(0, eventCount),
    endMs: endMs.slice(0, eventCount),
    startMs: startMs?.slice(0, eventCount) ?? null,
    resource: resource?.slice(0, eventCount) ?? null,
    lifecycle: lifecycle?.slice(0, eventCount) ?? null,
    fileRow: fileRow?.slice(0, eventCount) ?? null,
  };
>>>>>>> a202ad7 (feat(process-mining): models learn from the attributes of events, known at prediction time only, and from how much goes on in other cases; results tell what each input is worth; richer features must be better by a standard error)
}
