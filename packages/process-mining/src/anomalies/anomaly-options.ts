/** What counts as an anomaly. */
export interface AnomalyOptions {
  /** Share of the anomalies found that may be false, on average. Default 0.05. */
  readonly falseDiscoveryRate?: number | undefined;
  /** Behaviour seen in at least this share of its opportunities counts as usual. Default 0.05. */
  readonly usualShare?: number | undefined;
  /** Behaviour seen at least once, and in at most this share of its opportunities, counts as rare. Default 0.01. */
  readonly rareShare?: number | undefined;
  /** Plant anomalies to measure how many are found. Default true. */
  readonly estimateFalsePositives?: boolean | undefined;
  /** Limit of usual cases for this measurement. Default 2,000. */
  readonly mostTypicalCases?: number | undefined;
  /** Random seed of the planted anomalies. Default 1. */
  readonly seed?: number | undefined;
}

export type AnomalyThresholds = Readonly<Record<"falseDiscoveryRate" | "usualShare" | "rareShare", number>>;

export const defaultThresholds: AnomalyThresholds = {
  falseDiscoveryRate: 0.05,
  usualShare: 0.05,
  rareShare: 0.01,
};
