/** What can be odd about a case. */
export const anomalyKinds = [
  "rare-path",
  "duration",
  "slow-transition",
  "missing-step",
  "repeated-step",
  "odd-resource",
] as const;

export type AnomalyKind = (typeof anomalyKinds)[number];

export type AnomalySeverity = "high" | "medium" | "low";

/** One thing that is odd about a case. */
export interface AnomalyFinding {
  readonly kind: AnomalyKind;
  /** 0.5 (just over the threshold) to 1. */
  readonly score: number;
  /** A sentence that names the figures. */
  readonly explanation: string;
  /** The figures of the sentence. */
  readonly evidence: Readonly<Record<string, string | number>>;
}

/** A case that stands out. */
export interface CaseAnomaly {
  readonly caseIndex: number;
  readonly caseId: string;
  /** 1 − the product of (1 − score) over the findings. */
  readonly score: number;
  /** high from 0.9, medium from 0.7, low below. */
  readonly severity: AnomalySeverity;
  readonly kinds: readonly AnomalyKind[];
  /** The sentences of the findings, strongest first. */
  readonly explanation: string;
  readonly findings: readonly AnomalyFinding[];
}
