import type { EventLog } from "./event-log.ts";
import { startOfEvent } from "./event-times.ts";

/** From when to when a case is known of, in milliseconds since the epoch. */
export interface CaseSpan {
  readonly firstMs: number;
  readonly lastMs: number;
}

/**
 * The earliest start or completion and the latest completion of a case; of steps made of a life cycle, the first and the
 * last time that was recorded, whether or not a step has it. Infinite for a case without rows.
 */
export function spanOfCase(log: EventLog, owner: number): CaseSpan {
  let firstMs = log.recordedSpans?.firstMs[owner] ?? Number.POSITIVE_INFINITY;
  let lastMs = log.recordedSpans?.lastMs[owner] ?? Number.NEGATIVE_INFINITY;
  const end = log.caseOffsets[owner + 1] ?? 0;
  for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
    const startMs = startOfEvent(log, row);
    const endMs = log.endMs[row] ?? 0;
    firstMs = Math.min(firstMs, startMs, endMs);
    lastMs = Math.max(lastMs, endMs);
  }
  return { firstMs, lastMs };
}
