import type { Ties } from "./ties.ts";
import type { SegmentKind, WEEKDAYS } from "./segments.ts";

export type RecommendationCategory =
  | "Process Optimization"
  | "Rework Reduction"
  | "Resource Allocation"
  | "Automation"
  | "Compliance"
  | "Data Quality";

export type RecommendationPriority = "High" | "Medium" | "Low";

/** What sets a group of cases apart: all of these hold. */
export type Conditions = readonly {
  readonly kind: SegmentKind;
  readonly what: string;
  readonly value: string;
  readonly atBeginning?: true;
}[];

/** What a change saves: shares of the mean cycle time, and the mean with and without it. */
export interface SavingEvidence {
  readonly shareSaved: number;
  /** 95 % interval. */
  readonly shareSavedLow: number;
  readonly shareSavedHigh: number;
  readonly meanCycleTimeSec: number;
  readonly whatIfMeanCycleTimeSec: number;
}

interface SegmentEvidence {
  readonly conditions: Conditions;
  readonly cases: number;
  readonly otherCases: number;
  readonly shareSaved: number;
  readonly shareSavedLow: number;
  readonly shareSavedHigh: number;
  readonly segmentsCompared: number;
}

/** The figures behind each recommendation, by what is recommended: all that its sentences say. */
export interface RecommendationEvidence {
  readonly addCapacity: SavingEvidence & {
    readonly activity: string;
    readonly visits: number;
    /** Who does most of it, and who it is where it is one; absent where the log doesn't say. */
    readonly performers?: number;
    readonly performer?: string;
    readonly meanWaitSec: number;
    readonly meanQueueOnArrival: number;
    readonly correlationOfQueueAndWait: number;
    readonly rateSlope: number;
    readonly simulatedWaitTodayShare: number;
  };
  /** Done on one day of the week, … */
  readonly workEveryDay: SavingEvidence & BatchEvidence & { readonly weekday: Weekday };
  /** … or at one hour of the day, UTC. */
  readonly workTwiceADay: SavingEvidence & BatchEvidence & { readonly fromHour: number; readonly toHour: number };
  readonly findCauseOfRework: SegmentEvidence & {
    readonly activity: string;
    readonly shareRepeating: number;
    readonly otherShareRepeating: number;
    readonly meanLoopSec: number;
  };
  readonly endPingPong: SavingEvidence & {
    readonly cases: number;
    readonly returns: number;
    readonly returnsByChance: number;
    /** The two who do it most often, and how often. */
    readonly one: string;
    readonly other: string;
    readonly returnsBetween: number;
  };
  readonly learnFromOthers: SegmentEvidence & {
    readonly longerSec: number;
    readonly longerAtLeastSec: number;
    readonly longerAtMostSec: number;
    readonly cliffsDelta: number;
  };
  readonly automate: {
    readonly activity: string;
    readonly nextActivity: string;
    readonly events: number;
    readonly eventsTimed: number;
    readonly meanServiceSec: number;
    readonly medianServiceSec: number;
    readonly totalServiceSec: number;
    readonly shareOfWork: number;
  };
  readonly recordResources: {
    readonly eventsWithoutResource: number;
    readonly events: number;
    /** The activity for which most of them are; absent where no event names a resource. */
    readonly most?: string;
    readonly eventsOfMost?: number;
  };
  readonly removeDuplicates: { readonly duplicateEvents: number; readonly events: number };
  readonly recordExactTimes: Ties & {
    readonly steps: number;
    /** Paths of the cases, now and if steps of one time stood in the same order everywhere. */
    readonly paths: number;
    readonly pathsInOneOrder: number;
  };
}

interface BatchEvidence {
  readonly activity: string;
  readonly visits: number;
  readonly shareBegunThen: number;
  readonly shareComingThen: number;
}

export type Weekday = (typeof WEEKDAYS)[number];

export type RecommendationCode = keyof RecommendationEvidence;

/**
 * A recommended action with its evidence. It holds figures alone; the presentation words it in the reader's language.
 */
export type Recommendation = {
  readonly [Code in RecommendationCode]: {
    readonly code: Code;
    readonly category: RecommendationCategory;
    /** By effect: High from 10 % of the mean cycle time, Medium from 3 %; data quality is never High. */
    readonly priority: RecommendationPriority;
    /** 0 to 1: share of the mean cycle time saved, or of the events put right. */
    readonly effect: number;
    readonly evidence: RecommendationEvidence[Code];
  };
}[RecommendationCode];
