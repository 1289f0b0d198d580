import type { EventLog } from "../event-log.ts";
import { startOfEvent } from "../event-times.ts";
import type { Breathe } from "./breathe.ts";

/** When each case began (earliest start) and ended (latest completion), in ms. */
export interface CaseSpans {
  readonly begin: Float64Array;
  readonly end: Float64Array;
}

const casesBetweenBreaths = 4096;

/** Measures the spans of all cases in one pass. */
export async function measureCaseSpans(log: EventLog, breathe: Breathe): Promise<CaseSpans> {
  const begin = new Float64Array(log.caseCount);
  const end = new Float64Array(log.caseCount);
  for (let owner = 0; owner < log.caseCount; owner++) {
    if (owner % casesBetweenBreaths === 0) await breathe();
    const last = log.caseOffsets[owner + 1] ?? 0;
    let beginMs = Number.POSITIVE_INFINITY;
    let endMs = Number.NEGATIVE_INFINITY;
    for (let row = log.caseOffsets[owner] ?? 0; row < last; row++) {
      const completionMs = log.endMs[row] ?? 0;
      beginMs = Math.min(beginMs, startOfEvent(log, row), completionMs);
      endMs = Math.max(endMs, completionMs);
    }
    begin[owner] = beginMs;
    end[owner] = endMs;
  }
  return { begin, end };
}
