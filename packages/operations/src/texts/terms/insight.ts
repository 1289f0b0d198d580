import type { AnomalyKind } from "@longhaul/process-mining";

/** The figures behind an insight, by the rule that draws it. */
export interface InsightEvidence {
  readonly usualPath: PathSpread;
  readonly noUsualPath: PathSpread;
  readonly spreadOfPaths: PathSpread;
  readonly longTail: { readonly cycleTime95PercentSec: number; readonly medianCycleTimeSec: number };
  readonly longestWait: Bottleneck;
  readonly mostTime: Bottleneck;
  readonly rework: {
    /** Cases that repeat an activity, those left out that most of their cases repeat. */
    readonly casesWithRework: number;
    readonly cases: number;
    /** The activity that most of them repeat, in how many of how many cases; absent in older analyses. */
    readonly activity?: string;
    readonly casesRepeatingIt?: number;
    readonly casesWithIt?: number;
    /** The first activities that are left out, and how many are. */
    readonly asARule?: readonly string[];
    readonly activitiesAsARule?: number;
  };
  readonly efficiency: { readonly flowEfficiency: number; readonly processingSec: number; readonly cycleSec: number };
  readonly moreArrivals: Arrivals;
  readonly fewerArrivals: Arrivals;
  /** The process changed: its durations, or how often a step is taken. `changedAt` is an ISO date and time. */
  readonly cycleTimeChanged: {
    readonly changedAt: string;
    readonly medianBeforeSec: number;
    readonly medianAfterSec: number;
    readonly cases: number;
    /** Absent where all time counts. */
    readonly countedIn?: "working time";
  };
  readonly pathChanged: {
    readonly changedAt: string;
    readonly from: string;
    readonly to: string;
    readonly shareBefore: number;
    readonly shareAfter: number;
    readonly cases: number;
  };
  readonly concentration: {
    readonly resource: string;
    readonly events: number;
    readonly share: number;
    /** The share if the events of each activity were shared evenly by all who do it; absent in older analyses. */
    readonly evenShare?: number;
    readonly resources: number;
  };
  readonly handovers: { readonly handovers: number; readonly steps: number };
  readonly referenceModel: {
    readonly referenceModel: string;
    readonly deviatingCases: number;
    readonly cases: number;
    /** The deviation in most cases, where one is known. */
    readonly activity?: string;
    readonly deviation?: "skipped" | "notAllowed";
  };
  /** A step that comes at a fixed time after another, or after the beginning of the case: a term, a time-out. */
  readonly fixedTerm: {
    readonly activity: string;
    /** Absent where the term runs from the beginning of the case. */
    readonly after?: string;
    readonly termSec: number;
    readonly times: number;
    /** How often it comes right after that step, or first in its case, at all. */
    readonly occurrences: number;
    readonly endsCases: boolean;
  };
  readonly oddCases: {
    readonly anomalies: number;
    readonly kind: AnomalyKind;
    readonly casesOfKind: number;
    readonly cases: number;
  };
}

interface PathSpread {
  readonly variants: number;
  readonly variantsFor80PercentOfCases: number;
  readonly shareOfMostFrequent: number;
  readonly cases: number;
}

interface Bottleneck {
  readonly activity: string;
  readonly shareOfCycleTime: number;
  readonly meanWaitSec: number;
  readonly waits: number;
  /** Absent where all time counts. */
  readonly countedIn?: "working time";
}

interface Arrivals {
  readonly casesPerDayFirstHalf: number;
  readonly casesPerDaySecondHalf: number;
}

export type InsightCode = keyof InsightEvidence;

/** What the figures of an analysis say: which rule said it, and the figures that it says. */
export type InsightFacts = {
  readonly [Code in InsightCode]: { readonly code: Code; readonly evidence: InsightEvidence[Code] };
}[InsightCode];

/** The sentence of each insight in a language; `span` writes a time. */
export type InsightTexts = {
  readonly [Code in InsightCode]: (evidence: InsightEvidence[Code], span: (seconds: number) => string) => string;
};
