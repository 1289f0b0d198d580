import type { TemporalSplit } from "./temporal-split.ts";
import type { TrainingSet } from "./training-set.ts";

/** A temporal split as reports tell it: when, and how many cases and prefixes are on either side. */
export function describeSplit(split: TemporalSplit, set: Pick<TrainingSet, "train" | "test">) {
  return {
    splitMs: split.splitMs,
    trainCases: split.trainCases.length,
    testCases: split.testCases.length,
    crossingCases: split.crossingCases,
    trainPrefixes: set.train.rowCount,
    testPrefixes: set.test.rowCount,
  };
}
