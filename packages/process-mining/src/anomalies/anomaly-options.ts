/** What counts as an anomaly. */
export interface AnomalyOptions {
  /** Share of the anomalies found that may be false, on average. Default 0.05. */
  readonly falseDiscoveryRate?: number | undefined;
  /** What happens in at least this share of its chances belongs to the usual process. Default 0.05. */
  readonly usualShare?: number | undefined;
  /** What was seen in at most this share of its chances (at least once) is rare. Default 0.01. */
  readonly rareShare?: number | undefined;
  /** Plant anomalies to measure how many are found. Default true. */
  readonly estimateFalsePositives?: boolean | undefined;
  /** Cases of a usual path on which it is measured, at most. Default 2,000. */
  readonly mostTypicalCases?: number | undefined;
  /** Of the planting. Default 1. */
  readonly seed?: number | undefined;
}

export type AnomalyThresholds = Readonly<Record<"falseDiscoveryRate" | "usualShare" | "rareShare", number>>;

export const defaultThresholds: AnomalyThresholds = {
  falseDiscoveryRate: 0.05,
  usualShare: 0.05,
  rareShare: 0.01,
};
