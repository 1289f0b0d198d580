/** The report that an analysis writes as JSON, as far as the page shows it. */
export interface Report {
  readonly dataset?: { readonly id: string; readonly name: string };
  readonly discovery?: Discovery;
}

export interface Discovery {
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
  /** Of each edge, in their order; absent of logs without times. */
  readonly transitionTimes?: readonly { readonly waiting: Times; readonly completionToCompletion: Times }[];
  readonly activities?: readonly {
    readonly activity: string;
    readonly service: Times | null;
    readonly waiting: Times;
  }[];
  readonly variantCount: number;
  readonly variants: readonly Variant[];
  readonly bottlenecks?: {
    readonly activities: readonly Bottleneck[];
    readonly transitions: readonly (Omit<Bottleneck, "activity"> & { readonly from: string; readonly to: string })[];
  };
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
