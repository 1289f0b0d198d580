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
  ReworkBeyondRule,
  Term,
  TransitionTimes,
} from "@longhaul/process-mining";
import type { Compliance } from "../compliance/check-compliance.ts";
import type { ListCut } from "../basics/cut-list.ts";
import type { CaseCharts } from "./case-charts.ts";
import type { CalendarParameter } from "../analysis-parameters/calendar-parameter.ts";

/** The file (JSON) in which the discovery phase stores its result. */
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
 * Whether the log separates work from waiting. In a log without start times, the time before a completion includes the work,
 * so it is not reported as waiting.
 */
export function knowsWork({ activities }: Pick<Discovery, "activities">): boolean {
  return activities.some(({ service }) => service !== null && service.count > 0);
}

/** How the process performs. */
export interface PerformanceFigures {
  /** Null when the log has no start times, because work and waiting can't be separated then. */
  readonly efficiency: ProcessEfficiency | null;
  /** Absent when bottleneck detection is off. */
  readonly bottlenecks?: Bottlenecks;
  readonly arrivals?: Arrivals;
  /** Absent if there are too few cases. */
  readonly drift?: Drift;
  /** Absent in older analyses, and in a log without times. */
  readonly terms?: readonly Term[];
  /** Load of the busiest resources, at most 1,000. Absent, like the fields below, when the log names no resources. */
  readonly resources?: readonly (Omit<ResourceLoad, "evenShare"> & { readonly evenShare?: number })[];
  readonly resourceCount?: number;
  /** For `resources`, `handover.pairs` and `variants`: how many entries are stored, out of how many. */
  readonly lists?: Readonly<Record<string, ListCut>>;
  /** The most frequent pairs, at most 1,000. */
  readonly handover?: ResourceHandover;
  /** Case durations in working time. When present, service, waiting, transitions and bottlenecks are in working time, too. */
  readonly workingTime?: { readonly calendar: CalendarParameter; readonly caseDurations: DistributionSummary };
}

/** Result of the discovery phase, for the report and for download. It has no performance figures unless they were requested. */
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
  /** Absent in older analyses, and in a log without times. */
  readonly charts?: CaseCharts;
  readonly rework: {
    readonly cases: number;
    readonly selfLoops: number;
    /** Absent in older analyses. */
    readonly beyondRule?: ReworkBeyondRule;
  };
  readonly complexity: ProcessComplexity;
  /** Absent in older analyses. */
  readonly compliance?: Compliance;
  /** How starts and completions became steps; absent where each event is a step. */
  readonly lifecycle?: LifecycleCounts;
  readonly firstEvent?: string;
  readonly lastEvent?: string;
}
