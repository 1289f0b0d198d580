import type { CaseSpans } from "./case-spans.ts";

/** Which cases a model learns from and which it is judged on. */
export interface TemporalSplit {
  readonly outcome: "split";
  /** Start of the first test case, in ms: every training case ended before it. */
  readonly splitMs: number;
  /** Seen to end before `splitMs`, in case order. */
  readonly trainCases: Uint32Array;
  /** Began at or after `splitMs`, in case order. */
  readonly testCases: Uint32Array;
  /** Began before `splitMs` and were under way then, in case order: what had happened by then is learned from as well. */
  readonly underWayCases: Uint32Array;
}

/** The log is too short, or its cases overlap too much, for an honest split. */
export interface NotEnoughData {
  readonly outcome: "not-enough-data";
  readonly reason: string;
  readonly trainCases: number;
  readonly testCases: number;
}

/** Below these a model's figures would be noise. */
export const leastTrainCases = 20;
export const leastTestCases = 10;

/** Where the split is tried, as the share of cases (by start) that come before it. */
const splitQuantiles = [0.8, 0.7, 0.6];

/**
 * Splits cases of a log (all, unless `cases` names some) in time: test cases are the last 20 % by start, training cases
 * those that had ended when the first test case began; of cases under way then only what had happened is for training,
 * so nothing that a model learns from happened during the test period. Where that leaves too few cases for training or
 * test, the split is tried at 70 % and 60 %.
 *
 * Source: the strict temporal splitting of H. Weytjens and J. De Weerdt, "Creating Unbiased Public Benchmark Datasets
 * with Data Leakage Prevention for Predictive Process Monitoring" (BPM workshops 2021), without its debiasing.
 */
export function splitByTime(
  { begin, end, isOpen }: CaseSpans,
  cases: Uint32Array = Uint32Array.from(begin.keys()),
): TemporalSplit | NotEnoughData {
  const starts = Float64Array.from(cases, (caseIndex) => begin[caseIndex] ?? 0).sort();
  let best = { trainCases: 0, testCases: 0 };
  for (const quantile of splitQuantiles) {
    const splitMs = starts[Math.floor(quantile * cases.length)];
    if (splitMs === undefined) break;
    const trainCases: number[] = [];
    const testCases: number[] = [];
    const underWayCases: number[] = [];
    for (const caseIndex of cases) {
      if ((begin[caseIndex] ?? 0) >= splitMs) testCases.push(caseIndex);
      else if ((end[caseIndex] ?? 0) < splitMs && isOpen[caseIndex] !== 1) trainCases.push(caseIndex);
      else underWayCases.push(caseIndex);
    }
    if (trainCases.length >= leastTrainCases && testCases.length >= leastTestCases) {
      return {
        outcome: "split",
        splitMs,
        trainCases: Uint32Array.from(trainCases),
        testCases: Uint32Array.from(testCases),
        underWayCases: Uint32Array.from(underWayCases),
      };
    }
    if (trainCases.length >= best.trainCases) best = { trainCases: trainCases.length, testCases: testCases.length };
  }
  return {
    outcome: "not-enough-data",
    reason:
      `${best.trainCases} of ${cases.length} cases had ended when the ${best.testCases} test cases began; ` +
      `at least ${leastTrainCases} and ${leastTestCases} are needed`,
    ...best,
  };
}
