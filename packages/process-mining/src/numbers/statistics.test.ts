import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import {
  compareRanks,
  compareShares,
  correlation,
  discoveries,
  intervalOfDifference,
  intervalOfMean,
  intervalOfShares,
  midRanks,
  rankCorrelation,
} from "./statistics.ts";

const floats = (...values: number[]): Float64Array => Float64Array.from(values);

describe("statistics", () => {
  it("ranks from 1, equal values sharing theirs", () => {
    const { ranks, tieSum } = midRanks(floats(3, 1, 3, 2));
    expect([...ranks]).toEqual([3.5, 1, 3.5, 2]);
    expect(tieSum).toBe(6);
  });

  // Figures of scipy.stats.mannwhitneyu (asymptotic, without continuity correction).
  it("compares a group with the others by their ranks", () => {
    const values = floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    const { ranks, tieSum } = midRanks(values);
    const rankSum = [6, 7, 8, 9, 10, 11].reduce((sum, at) => sum + (ranks[at] ?? 0), 0);
    const { delta, pValue } = compareRanks(rankSum, 6, 12, tieSum);
    expect(delta).toBe(1);
    expect(pValue).toBeCloseTo(0.003947752, 6);
    expect(compareRanks(6.5 * 6, 6, 12, 0)).toEqual({ delta: 0, pValue: expect.closeTo(1, 6) });
    expect(compareRanks(0, 0, 12, 0)).toEqual({ delta: 0, pValue: 1 });
  });

  it("compares two shares", () => {
    expect(compareShares(30, 100, 10, 100)).toBeCloseTo(0.000407, 5);
    expect(compareShares(0, 10, 0, 10)).toBe(1);
  });

  it("correlates values and ranks", () => {
    expect(correlation(floats(1, 2, 3), floats(2, 4, 6))).toBeCloseTo(1, 12);
    expect(rankCorrelation(floats(1, 2, 3, 4), floats(1, 10, 100, 1000))).toBeCloseTo(1, 12);
    expect(rankCorrelation(floats(1, 1, 1), floats(1, 2, 3))).toBe(0);
  });

  it("discovers as Benjamini and Hochberg do", () => {
    const tests = [0.01, 0.04, 0.03, 0.005, 0.5].map((pValue) => ({ pValue }));
    expect(discoveries(tests, 0.05).map(({ pValue }) => pValue)).toEqual([0.005, 0.01, 0.03, 0.04]);
    expect(discoveries([{ pValue: 0.06 }], 0.05)).toEqual([]);
  });

  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [10, 10, 0, 20, 0.6791, 1],
  ])(
    "gives the interval of %d/%d less %d/%d as Newcombe's table II does",
    (hits, size, others, otherSize, low, high) => {
      const interval = intervalOfShares(hits, size, others, otherSize);
      expect([interval.low, interval.high].map((bound) => Number(bound.toFixed(4)))).toEqual([low, high]);
    },
  );

  it("covers the mean in about 95 of 100 samples", () => {
    const random = seededRandom(3);
    let covered = 0;
    let coveredDifference = 0;
    const exponential = (): number => -Math.log(1 - random());
    for (let run = 0; run < 1000; run++) {
      const { low, high } = intervalOfMean(Float64Array.from({ length: 400 }, exponential));
      if (low <= 1 && 1 <= high) covered++;
      const difference = intervalOfDifference(
        Float64Array.from({ length: 60 }, exponential),
        Float64Array.from({ length: 200 }, () => 2 * exponential()),
      );
      if (difference.low <= -1 && -1 <= difference.high) coveredDifference++;
    }
    expect(covered).toBeGreaterThan(920);
    expect(covered).toBeLessThan(980);
    expect(coveredDifference).toBeGreaterThan(920);
    expect(coveredDifference).toBeLessThan(980);
  });
});
