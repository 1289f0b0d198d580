/** The findings of an analysis, from its report. Parts that it didn't compute are absent. */
export interface Findings {
  readonly rootCauses?: RootCauses;
  readonly anomalies?: AnomalyCounts;
  readonly predictions?: Predictions;
  readonly processModel?: { readonly algorithm?: string; readonly quality?: ModelQuality };
}

/** The findings of all phases. */
export const findingsOf = (phases: readonly { readonly results?: Findings }[]): Findings =>
  phases.reduce<Findings>((found, { results }) => ({ ...found, ...results }), {});

export interface ModelQuality {
  readonly fitness?: number;
  readonly fittingCases?: number;
  readonly precision?: number;
  readonly generalisation?: number;
  readonly simplicity?: number;
}

export interface Condition {
  readonly kind: "attribute" | "resource" | "activity" | "weekday";
  /** The attribute's name; of a resource the activity that it did first. */
  readonly what: string;
  /** The value, or the range of a number: `≥ 5000`. */
  readonly value: string;
}

export interface RootCauses {
  readonly segmentsCompared: number;
  readonly causes: readonly RootCause[];
  readonly lists?: Lists<"causes">;
  readonly questions?: readonly CauseQuestion[];
}

/** Further questions about cases: what the cases with a given outcome have in common. */
export interface CauseQuestion {
  readonly question: "rework" | "end" | "outcome" | "overdue" | "referenceModel" | "rule";
  readonly about?: string;
  readonly cases: number;
  readonly casesWith: number;
  readonly segmentsCompared: number;
  readonly causes: readonly CauseShare[];
  readonly lists?: Lists<"causes">;
}

export interface CauseShare {
  readonly conditions: readonly Condition[];
  readonly cases: number;
  readonly share: number;
  readonly otherShare: number;
  readonly differenceLow: number;
  readonly differenceHigh: number;
}

export interface RootCause {
  readonly conditions: readonly Condition[];
  readonly cases: number;
  readonly meanSec: number;
  readonly otherMeanSec: number;
  readonly differenceLowSec: number;
  readonly differenceHighSec: number;
  readonly shareExplained: number;
}

export interface AnomalyCounts {
  readonly detected: number;
  readonly highSeverity: number;
  readonly mediumSeverity: number;
  readonly lowSeverity: number;
  readonly falsePositiveRate: number;
  readonly recallOnPlanted?: number;
}

/** Cases that stand out, the worst first. */
export interface AnomalousCases {
  readonly cases: readonly AnomalousCase[];
  readonly lists: Lists<"cases">;
}

export interface AnomalousCase {
  readonly caseId: string;
  readonly severity: "high" | "medium" | "low";
  readonly findings: readonly AnomalyFinding[];
}

export interface AnomalyFinding {
  readonly kind: string;
  readonly evidence: Readonly<Record<string, string | number>>;
}

/** An attribute that groups cases. */
export interface Attribute {
  readonly column: string;
  readonly values: readonly { readonly value: string; readonly cases: number; readonly meanSec?: number }[];
  readonly lists: Lists<"values">;
}

export interface Predictions {
  readonly notAvailable?: string;
  readonly pathPrediction?: Prediction & {
    readonly confidence: number;
    readonly baselines: readonly { readonly name: string; readonly accuracy: number }[];
  };
  readonly cycleTimePrediction?: Prediction & {
    readonly meanAbsoluteErrorSec: number;
    /** Those of older reports have no number. */
    readonly baselines: readonly { readonly name: string; readonly meanAbsoluteErrorSec?: number }[];
  };
  readonly risks?: Readonly<Partial<Record<RiskName, Risk>>>;
  readonly models?: readonly { readonly predicts: string; readonly name: string; readonly offered: boolean }[];
  readonly runningCases?: RunningCases;
  readonly evaluation?: { readonly splitDate: string; readonly trainCases: number; readonly testCases: number };
}

export interface Prediction {
  readonly accuracy: number;
  readonly defendedAccuracy: number;
  readonly recommended: string;
  readonly inputs?: readonly { readonly input: string; readonly errorGrows: number }[];
}

export const RISKS = ["overdue", "outcome"] as const;
export type RiskName = (typeof RISKS)[number];

export interface Risk {
  readonly notAvailable?: string;
  readonly recommended?: string;
  readonly brierScore?: number;
  readonly baselineBrierScore?: number;
  readonly areaUnderCurve?: number;
  readonly shareOfTestPrefixes?: number;
}

export interface RunningCases {
  readonly count: number;
  readonly intervalLevel?: number;
  readonly intervalCoverage?: number;
  readonly intervalCheckedOn?: number;
  readonly latest: readonly RunningCase[];
  readonly atRisk?: readonly RunningCase[];
}

export interface RunningCase {
  readonly caseId: string;
  readonly lastActivity: string;
  readonly nextActivity: string;
  readonly probability: number;
  readonly remainingTimeSec?: number;
  readonly atLeastSec?: number;
  readonly atMostSec?: number;
  readonly outcomeRisk?: number;
  readonly overdueRisk?: number;
}

/** How the cases compare with what they ought to be like. */
export interface Compliance {
  readonly referenceModel?: {
    readonly name: string;
    readonly cases: number;
    readonly fittingCases: number;
    readonly alignmentFitness?: number;
    readonly activitiesNotInModel: readonly string[];
    readonly activitiesNotInLog: readonly string[];
    readonly deviations: readonly Deviation[];
    readonly lists?: Lists<"deviations">;
  };
  readonly rules?: readonly BrokenRule[];
}

export interface Deviation {
  readonly kind: "notAllowed" | "skipped";
  readonly activity: string;
  readonly times: number;
  readonly cases: number;
  readonly share: number;
  readonly meanSec?: number;
  readonly otherMeanSec?: number;
}

export interface BrokenRule {
  readonly rule: string;
  readonly activities: readonly string[];
  readonly activeCases: number;
  readonly violatingCases: number;
  readonly share: number;
  readonly examples: readonly { readonly case: string }[];
}

/** For each list, how many items are listed, and how many there are. */
type Lists<Name extends string> = Readonly<Record<Name, { readonly total: number; readonly shown: number }>>;
