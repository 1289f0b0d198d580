import type { EventLog } from "./event-log.ts";

/** When the event in this row started, in milliseconds since the epoch: its start time, or its completion where it has none. */
export function startOfEvent(log: EventLog, row: number): number {
  const end = log.endMs[row] ?? Number.NaN;
  if (log.startMs === null) return end;
  const start = log.startMs[row] ?? Number.NaN;
  return Number.isNaN(start) ? end : start;
}
