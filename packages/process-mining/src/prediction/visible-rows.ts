import type { EventLog } from "@longhaul/event-log";

/** Behind the last row of the case that was completed before `untilMs`; rows from the first later one on aren't seen. */
export function visibleEnd(log: EventLog, owner: number, untilMs: number): number {
  const end = log.caseOffsets[owner + 1] ?? 0;
  for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) if ((log.endMs[row] ?? 0) >= untilMs) return row;
  return end;
}
