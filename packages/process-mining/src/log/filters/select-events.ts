import { dropUnusedNames, type EventLog, type RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";

/**
 * A log of its own of some cases, and of the events of some activities in them (all when `keepsActivity` is null). A case
 * without an event left is left out; names that no event uses are dropped. Of cases that lose events, the span is that of
 * the events left.
 */
export async function selectEvents(
  log: EventLog,
  keepsCase: Uint8Array,
  keepsActivity: Uint8Array | null,
  run: RunOptions = {},
): Promise<EventLog> {
  const rows = new Uint32Array(log.eventCount);
  const caseOffsets: number[] = [0];
  const caseIds: string[] = [];
  const owners: number[] = [];
  let count = 0;
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      if (keepsCase[owner] !== 1) continue;
      const before = count;
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++)
        if (keepsActivity === null || keepsActivity[log.activity[row] ?? 0] === 1) rows[count++] = row;
      if (count === before) continue;
      caseOffsets.push(count);
      caseIds.push(log.caseIds[owner] ?? "");
      owners.push(owner);
    }
  }
  const taken = rows.subarray(0, count);
  const activity = log.activity instanceof Uint16Array ? new Uint16Array(count) : new Uint32Array(count);
  for (let at = 0; at < count; at++) activity[at] = log.activity[taken[at] ?? 0] ?? 0;
  const times = (column: Float64Array): Float64Array => Float64Array.from(taken, (row) => column[row] ?? Number.NaN);
  const spans = keepsActivity === null ? (log.recordedSpans ?? null) : null;
  const ofCases = (column: Float64Array): Float64Array =>
    Float64Array.from(owners, (owner) => column[owner] ?? Number.NaN);
  const resource = log.resource;
  const resources = resource === null ? null : Int32Array.from(taken, (row) => resource[row] ?? -1);
  const resourceNames = log.resources === null || resources === null ? [] : dropUnusedNames(log.resources, resources);
  return {
    ...log,
    eventCount: count,
    caseCount: caseIds.length,
    caseIds,
    caseOffsets: Uint32Array.from(caseOffsets),
    activities: dropUnusedNames(log.activities, activity),
    activity,
    endMs: times(log.endMs),
    startMs: log.startMs === null ? null : times(log.startMs),
    ...(log.recordedSpans === undefined
      ? {}
      : {
          recordedSpans: spans === null ? null : { firstMs: ofCases(spans.firstMs), lastMs: ofCases(spans.lastMs) },
        }),
    ...(log.lifecycle === undefined || log.lifecycle === null ? {} : { lifecycle: times(log.lifecycle) }),
    ...(log.fileRow === undefined || log.fileRow === null
      ? {}
      : { fileRow: Uint32Array.from(taken, (row) => log.fileRow?.[row] ?? 0) }),
    ...(resourceNames.length === 0
      ? { resources: null, resource: null }
      : { resources: resourceNames, resource: resources }),
  };
}
