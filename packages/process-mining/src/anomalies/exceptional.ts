import { discoveries } from "../numbers/statistics.ts";
import { binomialAtMost } from "./binomial-at-most.ts";
import type { AnomalyThresholds } from "./anomaly-options.ts";
import { anomalyKinds } from "./anomaly.ts";

/** Something that may occur in a log: how often it did, and how often it could have. */
export interface Occurrence<K> {
  readonly key: K;
  /** How often it occurred; occurrences with 0 are ignored. */
  readonly count: number;
  readonly chances: number;
}

/** The false discovery rate of each kind, so that all kinds together have the requested one. */
export function rateOfKind({ falseDiscoveryRate }: AnomalyThresholds): number {
  return falseDiscoveryRate / anomalyKinds.length;
}

/**
 * Finds what is certainly rare: it occurred in at most `rareShare` of its chances, and an exact binomial test rejects that it is usual
 * (occurs in at least `usualShare` of them). The false discovery rate over all tests is controlled.
 * @returns how often, 0–1, by key
 */
export function findRare<K>(
  occurrences: readonly Occurrence<K>[],
  rareShare: number,
  thresholds: AnomalyThresholds,
): Map<K, number> {
  const tests = occurrences
    .filter(({ count }) => count > 0)
    .map(({ key, count, chances }) => ({
      key,
      share: count / chances,
      pValue: binomialAtMost(count, chances, thresholds.usualShare),
    }));
  const rare = discoveries(tests, rateOfKind(thresholds)).filter(({ share }) => share <= rareShare);
  return new Map(rare.map(({ key, share }) => [key, share]));
}
