import type {
  ActivityPerformance,
  Bottlenecks,
  DirectlyFollowsGraph,
  DistributionSummary,
  ProcessComplexity,
  ProcessEfficiency,
  TransitionTimes,
} from "@longhaul/process-mining";

/** Name under which the discovery phase keeps what it found, as JSON. */
export const DISCOVERY_FILE = "discovery.json";

/** A variant as reports show it. */
export interface VariantSummary {
  readonly activities: readonly string[];
  readonly cases: number;
  readonly share: number;
  readonly meanDurationSec: number;
  readonly medianDurationSec: number;
}

/** Everything that discovery found, for the report and for those who download it. */
export interface Discovery {
  readonly events: number;
  readonly cases: number;
  readonly graph: DirectlyFollowsGraph;
  readonly transitionTimes: readonly TransitionTimes[];
  readonly activities: readonly ActivityPerformance[];
  readonly variantCount: number;
  readonly variantsHash?: string;
  /** The most frequent variants, at most 1,000; absent when variant analysis is off. */
  readonly variants?: readonly VariantSummary[];
  /** How many of the most frequent variants it takes to cover 80 % of the cases; with `variants`. */
  readonly variantsFor80Percent?: number;
  readonly caseDurations: DistributionSummary;
  readonly eventsPerCase: DistributionSummary;
  /** Absent when bottleneck detection is off. */
  readonly bottlenecks?: Bottlenecks;
  readonly rework: { readonly cases: number; readonly selfLoops: number };
  readonly complexity: ProcessComplexity;
  /** Null when it wasn't asked for, or the log has no start times: work can't be told from waiting then. */
  readonly efficiency: ProcessEfficiency | null;
  /** How starts and completions were paired; absent where the log doesn't record them as events of their own. */
  readonly lifecycle?: {
    readonly pairs: number;
    readonly unpairedStarts: number;
    readonly unpairedCompletions: number;
  };
  readonly firstEvent: string;
  readonly lastEvent: string;
}
