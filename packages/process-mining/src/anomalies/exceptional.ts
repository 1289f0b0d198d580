import { discoveries } from "../numbers/statistics.ts";
import { binomialAtMost } from "./binomial-at-most.ts";
import type { AnomalyThresholds } from "./anomaly-options.ts";
import { anomalyKinds } from "./anomaly.ts";

/** Something that a log shows now and then, and how often it could have. */
export interface Occurrence<K> {
  readonly key: K;
  /** What was never seen is left out. */
  readonly count: number;
  readonly chances: number;
}

/** The false discovery rate of each kind, so that of all kinds together it is the one asked for. */
export function rateOfKind({ falseDiscoveryRate }: AnomalyThresholds): number {
  return falseDiscoveryRate / anomalyKinds.length;
}

/**
 * What is rare beyond doubt: it was seen in at most `rareShare` of its chances, and that it belongs to the usual (happens
 * in at least `usualShare` of them) is refuted, by an exact binomial test of each, with the false discovery rate held.
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
