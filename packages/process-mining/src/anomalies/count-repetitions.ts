import { discoveries } from "../numbers/statistics.ts";
import { findRare, rateOfKind } from "./exceptional.ts";
import type { AnomalyThresholds } from "./anomaly-options.ts";

/** How many cases do an activity at least so many times. */
export interface Repetition {
  readonly cases: number;
  readonly share: number;
}

/**
 * The repetitions that stand out, by activity and times. Where hardly any case repeats the step, those that do are rare
 * (`findRare`). Where it is done again with some chance, three, four, … times come in ever fewer cases, which is no
 * anomaly: the shares of the usual repetitions are carried on by the greatest of their ratios (a geometric tail), and a case
 * that is less probable stands out, with the false discovery rate held over all cases.
 *
 * @param casesByTimes - for each activity, cases by how often it occurs in them
 */
export function findOddRepetitions(
  casesByTimes: readonly ReadonlyMap<number, number>[],
  caseCount: number,
  rareShare: number,
  thresholds: AnomalyThresholds,
): ReadonlyMap<number, Repetition>[] {
  const tails = casesByTimes.map(tailOf);
  const odd = tails.map(() => new Map<number, Repetition>());
  const add = (activity: number, times: number, cases: number): unknown =>
    odd[activity]?.set(times, { cases, share: cases / caseCount });
  const repeated = tails.map((tail, key) => ({
    key,
    count: tail.find(({ times }) => times >= 2)?.cases ?? 0,
    chances: caseCount,
  }));
  const rare = findRare(repeated, rareShare, thresholds);
  for (const activity of rare.keys())
    for (const { times, cases } of tails[activity] ?? []) if (times >= 2) add(activity, times, cases);
  const tests = tails.flatMap((tail, activity) =>
    rare.has(activity) ? [] : improbable(tail, caseCount, thresholds).map((one) => ({ ...one, activity })),
  );
  for (const { activity, times, cases } of discoveries(tests, rateOfKind(thresholds), caseCount * tails.length))
    add(activity, times, cases);
  return odd;
}

/** What is done more often than is usual, a test for each case that does it. */
function improbable(tail: readonly Times[], caseCount: number, { usualShare }: AnomalyThresholds) {
  const shareOf = (times: number): number => (tail.find((one) => one.times >= times)?.cases ?? 0) / caseCount;
  let usual = 1;
  let ratio = 0;
  for (let times = 1; shareOf(times) >= usualShare; times++) {
    usual = times;
    ratio = Math.max(ratio, shareOf(times + 1) / shareOf(times));
  }
  if (ratio === 0) return [];
  return tail
    .filter(({ times }) => times > usual)
    .flatMap(({ times, cases, exactly }) => {
      const pValue = shareOf(usual) * ratio ** (times - usual);
      return pValue > usualShare ? [] : Array.from({ length: exactly }, () => ({ times, cases, pValue }));
    });
}

interface Times {
  readonly times: number;
  /** Cases with at least so many occurrences. */
  readonly cases: number;
  readonly exactly: number;
}

/** Fewest times first. */
function tailOf(cases: ReadonlyMap<number, number>): Times[] {
  let sum = 0;
  return [...cases]
    .toSorted((a, b) => b[0] - a[0])
    .map(([times, count]) => ({ times, cases: (sum += count), exactly: count }))
    .toReversed();
}
