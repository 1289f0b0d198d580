/** Thresholds of the detectors. */
export interface AnomalyOptions {
  /** What happens in at most this share of comparable cases is rare (at least one of them always is). Default 0.01. */
  readonly rareShare?: number | undefined;
  /** Robust distance beyond which a duration is an outlier. Default 3.5 (Iglewicz and Hoaglin). */
  readonly durationLimit?: number | undefined;
  /** The same for the time between two steps; a case has many of those. Default 5. */
  readonly transitionLimit?: number | undefined;
  /** What is odd about more cases than this share is usual: only the oddest are kept. Default 0.02, for each kind. */
  readonly mostCasesShare?: number | undefined;
  /** Estimate the false positive rate by planting anomalies. Default true. */
  readonly estimateFalsePositives?: boolean | undefined;
  /** Cases of a usual path on which it is estimated, at most. Default 2,000. */
  readonly mostTypicalCases?: number | undefined;
  /** Of the planting. Default 1. */
  readonly seed?: number | undefined;
}

export type AnomalyThresholds = Readonly<
  Record<"rareShare" | "durationLimit" | "transitionLimit" | "mostCasesShare", number>
>;

export const defaultThresholds: AnomalyThresholds = {
  rareShare: 0.01,
  durationLimit: 3.5,
  transitionLimit: 5,
  mostCasesShare: 0.02,
};
