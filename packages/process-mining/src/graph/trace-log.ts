import type { EventLog } from "@longhaul/event-log";
import type { Variants } from "./variants.ts";

/** A trace as activity numbers. */
export type Trace = ArrayLike<number>;

/**
 * A log as a multiset of traces: all that discovery and replay read. `traces[i]` occurred `counts[i]` times. A trace
 * may be empty and may be listed more than once.
 */
export interface TraceLog {
  readonly traces: readonly Trace[];
  readonly counts: ArrayLike<number>;
}

/** The variants of a log, the most frequent first; traces are views on the log. */
export function variantTraces(log: EventLog, variants: Variants): TraceLog {
  return {
    traces: Array.from(variants.firstCases, (owner) =>
      log.activity.subarray(log.caseOffsets[owner] ?? 0, log.caseOffsets[owner + 1] ?? 0),
    ),
    counts: variants.counts,
  };
}
