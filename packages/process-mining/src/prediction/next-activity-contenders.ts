import type { Pacer } from "@longhaul/domain";
import { measureCalibration } from "./calibration.ts";
import type { Calibration } from "./calibration.ts";
import { defendAccuracy, type DefendedAccuracy } from "./defend-accuracy.ts";
import { countFollowers, guessFromContext } from "./next-activity-baselines.ts";
import type { ClassGuess, FollowerCounts } from "./next-activity-baselines.ts";
import { historyLength } from "./prefix-table.ts";
import type { PrefixTable } from "./prefix-table.ts";
import { allRows } from "./training-set.ts";
import type { TrainingSet } from "./training-set.ts";
import { weightedMean } from "./weighted.ts";

/** Test score of one method that predicts the next activity. */
export interface NextActivityScore {
  readonly name: string;
  /** Share of test prefixes whose next activity, or end, was the predicted one. */
  readonly accuracy: number;
  /** Mean probability that it assigned to its predictions. */
  readonly confidence: number;
  readonly calibration: Calibration;
}

/** A baseline with its guess for every test row. */
export interface NextActivityContender {
  readonly guesses: readonly ClassGuess[];
  /** How many of the latest activities it looks at. */
  readonly longest: number;
  readonly score: NextActivityScore;
}

const lastActivityName = "most frequent after the last activity";
const contextName = `most frequent after the last ${historyLength} activities, with back-off`;

/** Scores the baselines: they predict what most often followed the last activity, or the last few. `best` is the most accurate. */
export async function judgeNextActivityBaselines(
  { train, test, trainWeights, testWeights }: Pick<TrainingSet, "train" | "test" | "trainWeights" | "testWeights">,
  pacer: Pacer,
): Promise<{
  readonly followers: readonly FollowerCounts[];
  readonly contenders: readonly NextActivityContender[];
  readonly best: NextActivityContender;
}> {
  const followers = await countFollowers(train, trainWeights.next, pacer);
  const judge = (name: string, longest: number): NextActivityContender => {
    const guesses = Array.from(allRows(test), (row) => guessFromContext(followers, test, row, longest));
    return { guesses, longest, score: scoreGuesses(name, test, testWeights.next, guesses) };
  };
  const simple = judge(lastActivityName, 1);
  await pacer.pause();
  const longer = judge(contextName, historyLength);
  await pacer.pause();
  return {
    followers,
    contenders: [simple, longer],
    best: longer.score.accuracy > simple.score.accuracy ? longer : simple,
  };
}

/** Computes the accuracy that the guesses for the test rows can defend (`defendAccuracy`). */
export function defendGuesses(
  { test, testWeights, laterTestCases }: Pick<TrainingSet, "test" | "testWeights" | "laterTestCases">,
  { guesses, score }: Pick<NextActivityContender, "guesses" | "score">,
  beatsBaseline: boolean,
): DefendedAccuracy {
  return defendAccuracy(
    {
      amounts: testWeights.next,
      errors: testWeights.next.map((weight, row) => weight * (1 - hit(test, guesses, row))),
      caseOfRow: test.caseOfRow,
      laterCases: laterTestCases,
    },
    { beatsBaseline, calibrationError: score.calibration.expectedCalibrationError },
  );
}

/** 1 when the guess for the row was right, else 0. */
export function hit(table: PrefixTable, guesses: readonly ClassGuess[], row: number): number {
  return guesses[row]?.label === table.nextClass[row] ? 1 : 0;
}

/** Scores the guesses for the rows of the table whose next activity was observed. */
export function scoreGuesses(
  name: string,
  table: PrefixTable,
  weightOf: Float64Array,
  guesses: readonly ClassGuess[],
): NextActivityScore {
  const judged = allRows(table).filter((row) => (weightOf[row] ?? 0) > 0);
  const weights = Float64Array.from(judged, (row) => weightOf[row] ?? 0);
  const confidences = Float64Array.from(judged, (row) => guesses[row]?.probability ?? 0);
  const correct = Uint8Array.from(judged, (row) => hit(table, guesses, row));
  return {
    name,
    accuracy: weightedMean(correct, weights),
    confidence: weightedMean(confidences, weights),
    calibration: measureCalibration(confidences, correct, weights),
  };
}
