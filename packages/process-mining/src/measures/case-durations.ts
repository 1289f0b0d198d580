import { spanOfCase, type EventLog, type RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { medianInPlace } from "../numbers/median-in-place.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import { summarizeInTurns, type DistributionSummary } from "../numbers/summarize-distribution.ts";

export interface CaseDurations {
  /** Cycle time of each case in seconds: from its earliest start to its latest completion (`spanOfCase`). */
  readonly fromStartSec: Float64Array;
  /** The same from the earliest completion; equal to `fromStartSec` in a log without start times. */
  readonly fromCompletionSec: Float64Array;
  readonly fromStart: DistributionSummary;
  readonly fromCompletion: DistributionSummary;
  readonly eventsPerCase: DistributionSummary;
}

/**
 * How long cases take, and how many events they have; one pass. Cycle time as in Dumas et al., Fundamentals of
 * Business Process Management (2nd edition 2018), section 7.1. A case of one event without a start time takes 0 s.
 */
export async function measureCaseDurations(log: EventLog, run: RunOptions = {}): Promise<CaseDurations> {
  const next = stagedRun(run, log.startMs === null ? 3 : 4);
  const { fromStartSec, fromCompletionSec, events } = await timeCases(log, next());
  const fromCompletion = await summarizeInTurns(fromCompletionSec, next());
  return {
    fromStartSec,
    fromCompletionSec,
    fromStart: fromStartSec === fromCompletionSec ? fromCompletion : await summarizeInTurns(fromStartSec, next()),
    fromCompletion,
    eventsPerCase: await summarizeInTurns(events, next()),
  };
}

/** The median of `fromStart` in seconds, without all else that takes longer; NaN without cases. */
export async function medianCaseDuration(log: EventLog, run: RunOptions = {}): Promise<number> {
  const { fromStartSec } = await timeCases(log, run);
  return medianInPlace(fromStartSec, 0, fromStartSec.length);
}

interface CaseTimes extends Pick<CaseDurations, "fromStartSec" | "fromCompletionSec"> {
  readonly events: Float64Array;
}

async function timeCases(log: EventLog, run: RunOptions): Promise<CaseTimes> {
  const fromCompletionSec = new Float64Array(log.caseCount);
  const fromStartSec = log.startMs === null ? fromCompletionSec : new Float64Array(log.caseCount);
  const events = new Float64Array(log.caseCount);
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      events[owner] = end - first;
      if (log.startMs === null) {
        // Rows are in the order of their completions then.
        fromCompletionSec[owner] = ((log.endMs[end - 1] ?? 0) - (log.endMs[first] ?? 0)) / 1000;
        continue;
      }
      const { firstMs, lastMs } = spanOfCase(log, owner);
      let firstEndMs = Number.POSITIVE_INFINITY;
      for (let row = first; row < end; row++) firstEndMs = Math.min(firstEndMs, log.endMs[row] ?? 0);
      fromCompletionSec[owner] = (lastMs - firstEndMs) / 1000;
      fromStartSec[owner] = (lastMs - firstMs) / 1000;
    }
  }
  return { fromStartSec, fromCompletionSec, events };
}
