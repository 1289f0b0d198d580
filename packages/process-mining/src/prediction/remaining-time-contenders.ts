import { defendAccuracy, type DefendedAccuracy } from "./defend-accuracy.ts";
import type { PrefixTable } from "./prefix-table.ts";
import { learnRemainingTimeMedians } from "./remaining-time-baselines.ts";
import type { RemainingTimeMedians } from "./remaining-time-baselines.ts";
import type { NotEnoughData } from "./temporal-split.ts";
import { allRows } from "./training-set.ts";
import type { TrainingSet } from "./training-set.ts";
import { sumOf, weightedMean } from "./weighted.ts";

/** How one way of predicting the remaining time did on the test cases. */
export interface RemainingTimeScore {
  readonly name: string;
  readonly meanAbsoluteErrorHours: number;
  /** 1 − mean absolute error ÷ mean actual remaining time, 0 when negative. */
  readonly accuracy: number;
}

/** A way to predict with its hours for every judged row. */
export interface RemainingTimeContender {
  readonly hours: Float64Array;
  readonly hoursOf: (table: PrefixTable, row: number) => number;
  readonly score: RemainingTimeScore;
}

/** Below this many prefixes of running cases, on either side, nothing is predicted. */
const leastRows = 30;

/** The rows of cases that went on and were seen to end, by which the remaining time is learned and judged. */
export interface RunningRows {
  readonly outcome: "enough";
  readonly trainRows: Uint32Array;
  readonly testRows: Uint32Array;
  /** What each of the test rows counts for. */
  readonly testWeights: Float64Array;
  /** Mean of what is to be predicted. */
  readonly meanActualHours: number;
}

/** Picks the rows of cases that went on: that nothing remains after the last event is no achievement. */
export function selectRunningRows({
  train,
  test,
  trainWeights,
  testWeights,
  vocabulary,
}: TrainingSet): RunningRows | NotEnoughData {
  const end = vocabulary.activities.length;
  const trainRows = rowsThatGoOn(train, allRows(train), trainWeights.end, end);
  const testRows = rowsThatGoOn(test, allRows(test), testWeights.end, end);
  if (trainRows.length < leastRows || testRows.length < leastRows) {
    return {
      outcome: "not-enough-data",
      reason: `${trainRows.length} prefixes to learn from and ${testRows.length} to test on; ${leastRows} each are needed`,
      trainCases: new Set(train.caseOfRow).size,
      testCases: new Set(test.caseOfRow).size,
    };
  }
  const weights = Float64Array.from(testRows, (row) => testWeights.end[row] ?? 0);
  const actual = Float64Array.from(testRows, (row) => test.remainingHours[row] ?? 0);
  return {
    outcome: "enough",
    trainRows,
    testRows,
    testWeights: weights,
    meanActualHours: weightedMean(actual, weights),
  };
}

/** Those of the rows after which something came, of cases that were seen to end. */
export function rowsThatGoOn(
  table: PrefixTable,
  rows: Uint32Array,
  weightOf: Float64Array,
  endClass: number,
): Uint32Array {
  return rows.filter((row) => table.nextClass[row] !== endClass && (weightOf[row] ?? 0) > 0);
}

/** Judges the baselines: the median remaining time, of all and after the last activity. `best` errs least. */
export function judgeRemainingTimeBaselines(
  { train, test, trainWeights }: Pick<TrainingSet, "train" | "test" | "trainWeights">,
  rows: RunningRows,
): {
  readonly medians: RemainingTimeMedians;
  readonly contenders: readonly RemainingTimeContender[];
  readonly best: RemainingTimeContender;
} {
  const medians = learnRemainingTimeMedians(train, rows.trainRows, trainWeights.end);
  const judge = (name: string, hoursOf: RemainingTimeContender["hoursOf"]): RemainingTimeContender => {
    const hours = Float64Array.from(rows.testRows, (row) => hoursOf(test, row));
    return { hours, hoursOf, score: scoreHours(name, test, rows, hours) };
  };
  const overall = judge("median remaining time", () => medians.overall);
  const byActivity = judge(
    "median remaining time after the last activity",
    (table, row) => medians.byLastActivity.get(table.columns[0]?.[row] ?? 0) ?? medians.overall,
  );
  const isBetter = byActivity.score.meanAbsoluteErrorHours < overall.score.meanAbsoluteErrorHours;
  return { medians, contenders: [overall, byActivity], best: isBetter ? byActivity : overall };
}

/** What can be defended of the accuracy of hours for the judged test rows. */
export function defendHours(
  { test, laterTestCases }: Pick<TrainingSet, "test" | "laterTestCases">,
  { testRows, testWeights }: RunningRows,
  hours: Float64Array,
  beatsBaseline: boolean,
): DefendedAccuracy {
  const amounts = Float64Array.from(testRows, (row) => test.remainingHours[row] ?? 0);
  const weigh = (value: number, at: number): number => value * (testWeights[at] ?? 0);
  return defendAccuracy(
    {
      amounts: amounts.map(weigh),
      errors: amounts.map((amount, at) => weigh(Math.abs((hours[at] ?? 0) - amount), at)),
      caseOfRow: testRows.map((row) => test.caseOfRow[row] ?? 0),
      laterCases: laterTestCases,
    },
    { beatsBaseline },
  );
}

/** How hours for the test rows did. */
export function scoreHours(
  name: string,
  test: PrefixTable,
  { testRows, testWeights, meanActualHours }: RunningRows,
  hours: Float64Array,
): RemainingTimeScore {
  const meanAbsoluteErrorHours = meanAbsoluteError(test, testRows, testWeights, hours);
  const accuracy = meanActualHours > 0 ? Math.max(0, 1 - meanAbsoluteErrorHours / meanActualHours) : 0;
  return { name, meanAbsoluteErrorHours, accuracy };
}

/** Mean distance of hours from what remained, each row counting for its weight. */
export function meanAbsoluteError(
  table: PrefixTable,
  rows: Uint32Array,
  weights: Float64Array,
  hours: Float64Array,
): number {
  let sum = 0;
  for (const [at, row] of rows.entries())
    sum += (weights[at] ?? 0) * Math.abs((hours[at] ?? 0) - (table.remainingHours[row] ?? 0));
  return sum / sumOf(weights);
}
