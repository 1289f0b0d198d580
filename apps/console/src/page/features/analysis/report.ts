import type { AnomalousCases, Attribute, Compliance, Findings, RunningCase } from "./findings.ts";

/** The report that an analysis writes as JSON, as far as the page shows it. */
export interface Report {
  readonly operationName?: string;
  readonly dataset?: { readonly id: string; readonly name: string };
  /** As completed: a new analysis can be started with them. */
  readonly parameters?: Parameters;
  readonly discovery?: Discovery;
  readonly phases?: readonly { readonly results?: Findings }[];
  /** Absent, as what follows, in reports of analyses that don't look for them, or are older. */
  readonly anomalies?: AnomalousCases;
  readonly attributes?: readonly Attribute[];
  /** The latest event first. */
  readonly runningCases?: { readonly cases: readonly RunningCase[] };
}

export type Parameters = Readonly<Record<string, unknown>>;

export interface Discovery {
  readonly events: number;
  readonly cases: number;
  readonly graph: {
    readonly nodes: readonly {
      readonly activity: string;
      readonly count: number;
      readonly caseCount: number;
      readonly startCount: number;
      readonly endCount: number;
    }[];
    readonly edges: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  };
  /** Times of each edge, in order; absent for logs without times. */
  readonly transitionTimes?: readonly { readonly waiting: Times; readonly completionToCompletion: Times }[];
  readonly activities?: readonly {
    readonly activity: string;
    readonly service: Times | null;
    readonly waiting: Times;
  }[];
  readonly variantCount: number;
  /** This and the fields below are absent if the request left them out, or the log has no times. */
  readonly variants?: readonly Variant[];
  readonly caseDurations?: Distribution;
  readonly workingTime?: { readonly caseDurations: Distribution };
  readonly charts?: {
    readonly durations: readonly { readonly fromSec: number; readonly toSec: number; readonly cases: number }[];
  };
  readonly rework?: { readonly cases: number };
  readonly resources?: readonly { readonly resource: string; readonly events: number; readonly cases: number }[];
  readonly resourceCount?: number;
  readonly compliance?: Compliance;
  readonly firstEvent?: string;
  readonly lastEvent?: string;
  readonly bottlenecks?: {
    readonly activities: readonly Bottleneck[];
    readonly transitions: readonly (Omit<Bottleneck, "activity"> & { readonly from: string; readonly to: string })[];
  };
}

/** In seconds. */
export interface Distribution {
  readonly mean: number;
  readonly median: number;
  readonly p95: number;
}

export interface Times {
  readonly count: number;
  readonly meanSec: number | null;
  readonly medianSec: number | null;
}

export interface Variant {
  readonly activities: readonly string[];
  readonly cases: number;
  readonly share?: number;
  readonly medianSec?: number | null;
}

export interface Bottleneck {
  readonly activity: string;
  readonly lostSec: number;
  readonly shareOfCycleTime: number;
  readonly waits: number;
  readonly meanWaitSec: number;
  readonly medianWaitSec: number;
}
