import { itemChunks } from "../item-chunks.ts";

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
export async function sortEventsByCase(events: FileOrderEvents, signal?: AbortSignal): Promise<EventsByCase> {
  const { eventCount, caseCount, caseNumber } = events;
  const caseOffsets = new Uint32Array(caseCount + 1);
  for await (const { from, to } of itemChunks(eventCount, signal)) {
    for (let at = from; at < to; at++) {
      const behind = (caseNumber[at] ?? 0) + 1;
      caseOffsets[behind] = (caseOffsets[behind] ?? 0) + 1;
    }
  }
  for (let at = 0; at < caseCount; at++) caseOffsets[at + 1] = (caseOffsets[at + 1] ?? 0) + (caseOffsets[at] ?? 0);
  const sorted = {
    caseOffsets,
    activity: events.activity instanceof Uint16Array ? new Uint16Array(eventCount) : new Uint32Array(eventCount),
    endMs: new Float64Array(eventCount),
    startMs: events.startMs === null ? null : new Float64Array(eventCount),
    resource: events.resource === null ? null : new Int32Array(eventCount),
  };
  const next = caseOffsets.slice();
  for await (const { from, to } of itemChunks(eventCount, signal)) scatter(events, sorted, next, from, to);
  return sorted;
}

/** Move a chunk; `next` holds the row that the next event of each case goes to. */
function scatter(before: FileOrderEvents, after: EventsByCase, next: Uint32Array, from: number, to: number): void {
  const { caseNumber, activity, endMs, startMs, resource } = before;
  const { activity: newActivity, endMs: newEndMs, startMs: newStartMs, resource: newResource } = after;
  for (let at = from; at < to; at++) {
    const owner = caseNumber[at] ?? 0;
    const row = next[owner] ?? 0;
    next[owner] = row + 1;
    newActivity[row] = activity[at] ?? 0;
    newEndMs[row] = endMs[at] ?? 0;
    if (newStartMs !== null) newStartMs[row] = startMs?.[at] ?? Number.NaN;
    if (newResource !== null) newResource[row] = resource?.[at] ?? -1;
  }
}
