import { spanOfCase, startOfEvent, type EventLog, type RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";

export interface ProcessEfficiency {
  /** 0 to 1: the share of their cycle time in which cases were worked on. */
  readonly flowEfficiency: number;
  /** Seconds in which at least one event of the case was at work, summed over the cases. */
  readonly processingSec: number;
  /** Cycle times summed over the cases. */
  readonly cycleSec: number;
}

/**
 * Flow efficiency (cycle time efficiency): Σ processing time ÷ Σ cycle time over all cases. The processing time of a
 * case is the length of the union of its events' [start, completion] intervals, so that parallel work counts once
 * and the figure stays within 0 to 1; an event without a start, or with one behind its completion, adds nothing.
 * Source: Dumas et al., Fundamentals of Business Process Management (2nd edition 2018), section 7.1.
 *
 * Null where it can't be known: in a log without start times, or in which no case takes any time.
 */
export async function measureProcessEfficiency(log: EventLog, run: RunOptions = {}): Promise<ProcessEfficiency | null> {
  if (log.startMs === null) return null;
  let processingMs = 0;
  let cycleMs = 0;
  let hasStart = false;
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      const { firstMs, lastMs } = spanOfCase(log, owner);
      let busyUntilMs = Number.NEGATIVE_INFINITY;
      // Rows are in the order of their starts, so the union grows to the right only.
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
        const startMs = startOfEvent(log, row);
        const endMs = log.endMs[row] ?? 0;
        if (!Number.isNaN(log.startMs[row] ?? Number.NaN)) hasStart = true;
        const newMs = endMs - Math.max(startMs, busyUntilMs);
        if (newMs > 0) {
          processingMs += newMs;
          busyUntilMs = endMs;
        }
      }
      cycleMs += Math.max(0, lastMs - firstMs);
    }
  }
  if (!hasStart || cycleMs <= 0) return null;
  return { flowEfficiency: processingMs / cycleMs, processingSec: processingMs / 1000, cycleSec: cycleMs / 1000 };
}
