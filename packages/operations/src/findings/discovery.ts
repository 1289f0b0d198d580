import type { LifecycleCounts } from "@longhaul/event-log";
import type {
  ActivityPerformance,
  Arrivals,
  Bottlenecks,
  DirectlyFollowsGraph,
  DistributionSummary,
  Drift,
  ProcessComplexity,
  ProcessEfficiency,
  ResourceHandover,
  ResourceLoad,
  TransitionTimes,
} from "@longhaul/process-mining";
import type { Compliance } from "../compliance/check-compliance.ts";
import type { ListCut } from "../basics/cut-list.ts";
import type { CaseCharts } from "./case-charts.ts";
import type { CalendarParameter } from "../analysis-parameters/calendar-parameter.ts";

/** Name under which the discovery phase keeps what it found, as JSON. */
export const DISCOVERY_FILE = "discovery.json";

/** A variant as reports show it. */
export interface VariantSummary {
  readonly activities: readonly string[];
  readonly cases: number;
  readonly share: number;
  /** Absent, as the median, in a log without times. */
  readonly meanDurationSec?: number;
  readonly medianDurationSec?: number;
}

/**
 * Whether work can be told from waiting: where the log names no start, the time before a completion holds the work on it
 * and is not called waiting.
 */
export function knowsWork({ activities }: Pick<Discovery, "activities">): boolean {
  return activities.some(({ service }) => service !== null && service.count > 0);
}

/** How the process performs. */
export interface PerformanceFigures {
  /** Null when the log has no start times: work can't be told from waiting then. */
  readonly efficiency: ProcessEfficiency | null;
  /** Absent when bottleneck detection is off. */
  readonly bottlenecks?: Bottlenecks;
  readonly arrivals?: Arrivals;
  /** Absent where there are too few cases to tell. */
  readonly drift?: Drift;
  /** Load of the busiest resources, at most 1,000; absent, as what follows, where the log names none. */
  readonly resources?: readonly ResourceLoad[];
  readonly resourceCount?: number;
  /** How many of `resources`, `handover.pairs` and `variants` are kept, of how many. */
  readonly lists?: Readonly<Record<string, ListCut>>;
  /** The most frequent pairs, at most 1,000. */
  readonly handover?: ResourceHandover;
  /** Cycle times in working time; service, waiting, transitions and bottlenecks are then too. */
  readonly workingTime?: { readonly calendar: CalendarParameter; readonly caseDurations: DistributionSummary };
}

/** Everything that discovery found, for the report and for those who download it. Performance is left out where it wasn't asked for. */
export interface Discovery extends PerformanceFigures {
  readonly events: number;
  readonly cases: number;
  readonly graph: DirectlyFollowsGraph;
  /** Empty, as `activities`, in a log without times. */
  readonly transitionTimes: readonly TransitionTimes[];
  readonly activities: readonly ActivityPerformance[];
  readonly variantCount: number;
  readonly variantsHash?: string;
  /** The most frequent variants, at most 1,000; absent when variant analysis is off. */
  readonly variants?: readonly VariantSummary[];
  /** How many of the most frequent variants it takes to cover 80 % of the cases; with `variants`. */
  readonly variantsFor80Percent?: number;
  /** Absent in a log without times, as are `firstEvent` and `lastEvent`. */
  readonly caseDurations?: DistributionSummary;
  /** Cases that may be under way at the end of the log; absent where it has no times, and in older analyses. */
  readonly casesUnderWay?: number;
  readonly eventsPerCase: DistributionSummary;
  /** Absent in what was discovered before there were charts, and in a log without times. */
  readonly charts?: CaseCharts;
  readonly rework: { readonly cases: number; readonly selfLoops: number };
  readonly complexity: ProcessComplexity;
  /** Absent in what was discovered before there was any. */
  readonly compliance?: Compliance;
  /** How starts and completions became steps; absent where each event is a step. */
  readonly lifecycle?: LifecycleCounts;
  readonly firstEvent?: string;
  readonly lastEvent?: string;
}
