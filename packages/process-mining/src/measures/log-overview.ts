import type { EventLog, RunOptions } from "@longhaul/event-log";
import { medianCaseDuration } from "./case-durations.ts";
import { discoverVariants } from "../graph/variants.ts";

/** The first figures of a log. */
export interface LogOverview {
  readonly activities: number;
  /** Pairs of activities of which one directly follows the other in some case. */
  readonly transitions: number;
  readonly variants: number;
  /** From the first start to the last completion; absent in a log without times. */
  readonly medianCaseDurationSec?: number;
}

/** Counts in one pass. It reads transitions from one case per variant, because all cases of a variant have the same. */
export async function overviewLog(log: EventLog, run: RunOptions = {}): Promise<LogOverview> {
  const { variantCount, firstCases } = await discoverVariants(log, run);
  const transitions = new Set<number>();
  for (const owner of firstCases) {
    const end = log.caseOffsets[owner + 1] ?? 0;
    for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++)
      transitions.add((log.activity[row - 1] ?? 0) * log.activities.length + (log.activity[row] ?? 0));
  }
  return {
    activities: log.activities.length,
    transitions: transitions.size,
    variants: variantCount,
    ...(log.isTimed === false ? {} : { medianCaseDurationSec: await medianCaseDuration(log, run) }),
  };
}
