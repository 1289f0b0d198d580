import type { TemporalSplit } from "./temporal-split.ts";
import type { TrainingSet } from "./training-set.ts";

/** A temporal split as reports describe it: when, and how many cases and prefixes are on either side. */
export interface DescribedSplit {
  /** Start of the first test case, ms since the epoch. */
  readonly splitMs: number;
  /** Cases that had ended at the split; prefixes are fewer than those of all cases where the budget left cases out. */
  readonly trainCases: number;
  /** Under way at the split: learned from as far as they had come. */
  readonly underWayCases: number;
  readonly testCases: number;
  /** Of the test cases, those under way at the end of the log: judged as far as they have come. */
  readonly openTestCases: number;
  /** What the case that counts for most counted for in training. */
  readonly largestWeight: number;
  readonly trainPrefixes: number;
  readonly testPrefixes: number;
}

/** Describes a split and what was made of it. */
export function describeSplit(
  split: TemporalSplit,
  set: Pick<TrainingSet, "train" | "test" | "trainWeights" | "testCensoring">,
): DescribedSplit {
  return {
    splitMs: split.splitMs,
    trainCases: split.trainCases.length,
    testCases: split.testCases.length,
    underWayCases: split.underWayCases.length,
    openTestCases: set.testCensoring.underWay,
    largestWeight: set.trainWeights.end.reduce((most, weight) => Math.max(most, weight), 1),
    trainPrefixes: set.train.rowCount,
    testPrefixes: set.test.rowCount,
  };
}
