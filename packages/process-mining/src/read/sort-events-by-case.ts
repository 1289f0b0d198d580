/** Events in the order of the file, before they are an event log. Arrays may be longer than `eventCount`. */
export interface FileOrderEvents {
  readonly eventCount: number;
  readonly caseCount: number;
  readonly caseNumber: Int32Array;
  readonly activity: Uint16Array | Uint32Array;
  readonly endMs: Float64Array;
  readonly startMs: Float64Array | null;
  readonly resource: Int32Array | null;
}

/** The same events by case, then in the order of the file, as in `EventLog`. */
export interface EventsByCase {
  readonly caseOffsets: Uint32Array;
  readonly activity: Uint16Array | Uint32Array;
  readonly endMs: Float64Array;
  readonly startMs: Float64Array | null;
  readonly resource: Int32Array | null;
}

/** Counting sort by case number; stable and linear. */
export function sortEventsByCase(events: FileOrderEvents): EventsByCase {
  const { eventCount, caseCount, caseNumber } = events;
  const { activity: activityBefore, endMs: endMsBefore, startMs: startMsBefore, resource: resourceBefore } = events;
  const caseOffsets = new Uint32Array(caseCount + 1);
  for (let at = 0; at < eventCount; at++) {
    const behind = (caseNumber[at] ?? 0) + 1;
    caseOffsets[behind] = (caseOffsets[behind] ?? 0) + 1;
  }
  for (let at = 0; at < caseCount; at++) caseOffsets[at + 1] = (caseOffsets[at + 1] ?? 0) + (caseOffsets[at] ?? 0);
  const activity = events.activity instanceof Uint16Array ? new Uint16Array(eventCount) : new Uint32Array(eventCount);
  const endMs = new Float64Array(eventCount);
  const startMs = events.startMs === null ? null : new Float64Array(eventCount);
  const resource = events.resource === null ? null : new Int32Array(eventCount);
  const next = caseOffsets.slice();
  for (let at = 0; at < eventCount; at++) {
    const owner = caseNumber[at] ?? 0;
    const row = next[owner] ?? 0;
    next[owner] = row + 1;
    activity[row] = activityBefore[at] ?? 0;
    endMs[row] = endMsBefore[at] ?? 0;
    if (startMs !== null) startMs[row] = startMsBefore?.[at] ?? Number.NaN;
    if (resource !== null) resource[row] = resourceBefore?.[at] ?? -1;
  }
  return { caseOffsets, activity, endMs, startMs, resource };
}
