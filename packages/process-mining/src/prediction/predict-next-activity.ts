import type { Pacer } from "@longhaul/domain";
import type { DefendedAccuracy } from "./defend-accuracy.ts";
import type { Feature } from "./feature.ts";
import {
  columnsOfGroups,
  defaultFeatureGroups,
  featureGroupChoices,
  STANDARD_ERRORS_TO_PREFER,
} from "./feature-groups.ts";
import { measureImportance, type InputImportance } from "./importance.ts";
import type { ModelBudget } from "./model-budget.ts";
import { mostLikelyClass } from "./most-likely-class.ts";
import type { Calibration } from "./calibration.ts";
import { guessFromContext, type ClassGuess, type FollowerCounts } from "./next-activity-baselines.ts";
import type { RecommendedWays } from "./predict-running-cases.ts";
import { defendGuesses, hit, judgeNextActivityBaselines, scoreGuesses } from "./next-activity-contenders.ts";
import type { NextActivityScore } from "./next-activity-contenders.ts";
import { isRealImprovement } from "./paired-improvement.ts";
import type { PrefixTable } from "./prefix-table.ts";
import { allRows } from "./training-set.ts";
import type { TrainingSet } from "./training-set.ts";
import { trainRandomForest } from "./train-random-forest.ts";
import { predictRow } from "./tree-ensemble.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** What can be said about the prediction of the next activity. */
export interface NextActivityReport {
  /** Accuracy and confidence of the recommended predictor. */
  readonly accuracy: number;
  readonly confidence: number;
  /** Name of the predictor to use: the model's if it beats every baseline, else the best baseline's. */
  readonly recommended: string;
  /** Better than the best baseline by more than chance (one-sided 5 %, by case). */
  readonly beatsBaseline: boolean;
  /** What can be defended of `accuracy`. */
  readonly defended: DefendedAccuracy;
  readonly model: NextActivityScore;
  readonly baselines: readonly NextActivityScore[];
  readonly featureGroups: readonly Feature["group"][];
  /** What the model owes to its inputs: by how much its accuracy falls. */
  readonly importance: readonly InputImportance[];
}

export interface NextActivityModel {
  readonly trees: TreeEnsemble;
  readonly followers: readonly FollowerCounts[];
}

/**
 * Trains and judges the prediction of the next activity: a random forest against two baselines.
 * @param onProgress - called with the fraction done, 0 to 1
 */
export async function predictNextActivity(
  set: TrainingSet,
  budget: ModelBudget,
  seed: number,
  pacer: Pacer,
  onProgress: (fraction: number) => void,
): Promise<{
  readonly report: NextActivityReport;
  readonly model: NextActivityModel;
  /** By the recommended way. */
  readonly guess: RecommendedWays["guess"];
  readonly calibration: Calibration;
}> {
  const { train, test, data } = set;
  const classCount = set.vocabulary.activities.length + 1;
  const labels = Uint16Array.from(train.nextClass);
  const grow = async (
    rows: Uint32Array,
    weightOf: Float64Array,
    groups: readonly Feature["group"][],
    trees: number,
    from: number,
    to: number,
  ): Promise<TreeEnsemble> =>
    trainRandomForest(
      data,
      rows.filter((row) => (weightOf[row] ?? 0) > 0),
      weightOf,
      labels,
      classCount,
      { ...budget.forest, trees, features: columnsOfGroups(train.features, groups), seed },
      pacer,
      (grown) => onProgress(from + (grown / trees) * (to - from)),
    );

  let groups = defaultFeatureGroups;
  if (set.selection !== null) {
    const { fitRows, fitWeights, validationRows, validationWeights } = set.selection;
    let best: readonly ClassGuess[] | null = null;
    const owners = validationRows.map((row) => train.caseOfRow[row] ?? 0);
    const share = 0.3 / featureGroupChoices.length;
    for (const [index, choice] of featureGroupChoices.entries()) {
      const from = share * index;
      const trees = await grow(fitRows, fitWeights.next, choice, budget.forest.selectionTrees, from, from + share);
      const guesses = await guessWithTrees(trees, classCount, train, validationRows, pacer);
      const gains = Float64Array.from(validationRows, (row, at) => {
        const isRight = (guess: ClassGuess | undefined): number => (guess?.label === train.nextClass[row] ? 1 : 0);
        return (validationWeights.next[row] ?? 0) * (isRight(guesses[at]) - isRight(best?.[at]));
      });
      if (best === null || isRealImprovement(gains, owners, STANDARD_ERRORS_TO_PREFER)) {
        best = guesses;
        groups = choice;
      }
    }
  }
  const trees = await grow(allRows(train), set.trainWeights.next, groups, budget.forest.trees, 0.3, 0.9);

  const { followers, contenders, best: toBeat } = await judgeNextActivityBaselines(set, pacer);
  const testRows = allRows(test);
  const byModel = await guessWithTrees(trees, classCount, test, testRows, pacer);
  const model = scoreGuesses("random forest", test, set.testWeights.next, byModel);
  const gains = set.testWeights.next.map(
    (weight, row) => weight * (hit(test, byModel, row) - hit(test, toBeat.guesses, row)),
  );
  const beatsBaseline = isRealImprovement(gains, test.caseOfRow);
  const best = beatsBaseline ? { guesses: byModel, score: model } : toBeat;
  const chosen = best.score;
  onProgress(1);
  return {
    report: {
      accuracy: chosen.accuracy,
      confidence: chosen.confidence,
      recommended: chosen.name,
      beatsBaseline,
      defended: defendGuesses(set, best, beatsBaseline),
      model,
      baselines: contenders.map((contender) => contender.score),
      featureGroups: groups,
      importance: await measureImportance(
        test,
        testRows.filter((row) => (set.testWeights.next[row] ?? 0) > 0),
        groups,
        async (table, rows) => {
          const guesses = await guessWithTrees(trees, classCount, table, rows, pacer);
          return guesses.filter(({ label }, at) => label !== table.nextClass[rows[at] ?? 0]).length / rows.length;
        },
        seed,
        pacer,
      ),
    },
    model: { trees, followers },
    guess: async (table, rows) =>
      beatsBaseline
        ? guessWithTrees(trees, classCount, table, rows, pacer)
        : Array.from(rows, (row) => guessFromContext(followers, table, row, toBeat.longest)),
    calibration: chosen.calibration,
  };
}

const rowsBetweenBreaths = 512;

async function guessWithTrees(
  trees: TreeEnsemble,
  classCount: number,
  table: PrefixTable,
  rows: Uint32Array,
  pacer: Pacer,
): Promise<ClassGuess[]> {
  const shares = new Float64Array(classCount);
  const guesses: ClassGuess[] = [];
  for (const row of rows) {
    if (guesses.length % rowsBetweenBreaths === 0) await pacer.pause();
    predictRow(trees, table.columns, row, shares);
    guesses.push(mostLikelyClass(shares));
  }
  return guesses;
}
