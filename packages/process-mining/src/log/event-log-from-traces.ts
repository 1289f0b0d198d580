import type { EventLog } from "@longhaul/event-log";

/** One event of a trace: activity, completion time in ms, and where known the resource and the start time in ms. */
export type TraceEvent = readonly [
  activity: string,
  endMs: number,
  resource?: string | null | undefined,
  startMs?: number | undefined,
];

/**
 * An event log from traces written by hand, for tests: case `i` is `case-<i>` unless `caseIds` names it.
 *
 * Events must be given in the order of the log (the traces aren't sorted). Dictionaries are in order of appearance.
 */
export function eventLogFromTraces(
  traces: readonly (readonly TraceEvent[])[],
  caseIds: readonly string[] = traces.map((_, index) => `case-${index}`),
): EventLog {
  const events = traces.flat();
  const activities = [...new Set(events.map((event) => event[0]))];
  const resources = [...new Set(events.flatMap((event) => (typeof event[2] === "string" ? [event[2]] : [])))];
  const activityIndex = new Map(activities.map((name, index) => [name, index]));
  const resourceIndex = new Map(resources.map((name, index) => [name, index]));
  const caseOffsets = new Uint32Array(traces.length + 1);
  let offset = 0;
  for (const [index, trace] of traces.entries()) {
    if (trace.length === 0) throw new RangeError(`trace ${index} has no event`);
    offset += trace.length;
    caseOffsets[index + 1] = offset;
  }
  const hasStart = events.some((event) => event[3] !== undefined);
  return {
    eventCount: events.length,
    caseCount: traces.length,
    caseIds,
    activities,
    resources: resources.length === 0 ? null : resources,
    caseOffsets,
    activity: Uint16Array.from(events, (event) => activityIndex.get(event[0]) ?? 0),
    endMs: Float64Array.from(events, (event) => event[1]),
    startMs: hasStart ? Float64Array.from(events, (event) => event[3] ?? Number.NaN) : null,
    resource:
      resources.length === 0 ? null : Int32Array.from(events, (event) => resourceIndex.get(event[2] ?? "") ?? -1),
  };
}
