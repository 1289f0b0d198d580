import type { Pacer } from "@longhaul/domain";
import { calibrateInterval, type ConformalInterval } from "./conformal-interval.ts";
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
import { isRealImprovement } from "./paired-improvement.ts";
import type { RecommendedWays } from "./predict-running-cases.ts";
import { predictRows } from "./predict-rows.ts";
import type { PrefixTable } from "./prefix-table.ts";
import type { RemainingTimeMedians } from "./remaining-time-baselines.ts";
import {
  defendHours,
  judgeRemainingTimeBaselines,
  meanAbsoluteError,
  rowsThatGoOn,
  scoreHours,
  selectRunningRows,
} from "./remaining-time-contenders.ts";
import type { RemainingTimeScore } from "./remaining-time-contenders.ts";
import type { NotEnoughData } from "./temporal-split.ts";
import { hoursAtPlace, placeOfHours, type TimeScale } from "./time-scale.ts";
import type { TrainingSet } from "./training-set.ts";
import { trainGradientBoosting, type WeightedRows } from "./train-gradient-boosting.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";
import { weightedMedian } from "./weighted.ts";

/**
 * What can be said about the prediction of the remaining time of running cases.
 *
 * `accuracy` is one minus the MAD/mean ratio (S. Kolassa and W. Schütz, "Advantages of the MAD/MEAN Ratio over the
 * MAPE", Foresight 6, 2007), cut off at 0: 1 is exact, 0 means that the error is as large as what is predicted.
 */
export interface RemainingTimeReport {
  readonly outcome: "predicted";
  /** Accuracy and error of the recommended predictor. */
  readonly accuracy: number;
  readonly meanAbsoluteErrorHours: number;
  /** Mean of what was to be predicted. */
  readonly meanActualHours: number;
  /** Name of the predictor to use: the model's if it beats every baseline, else the best baseline's. */
  readonly recommended: string;
  /** Better than the best baseline by more than chance (one-sided 5 %, by case). */
  readonly beatsBaseline: boolean;
  /** What can be defended of `accuracy`. */
  readonly defended: DefendedAccuracy;
  readonly model: RemainingTimeScore;
  readonly baselines: readonly RemainingTimeScore[];
  readonly featureGroups: readonly Feature["group"][];
  /** What the model owes to its inputs: by how much its error grows, as a share of it. */
  readonly importance: readonly InputImportance[];
}

export interface RemainingTimeModel {
  /** They predict places on the scale. */
  readonly trees: TreeEnsemble;
  readonly scale: TimeScale;
  readonly medians: RemainingTimeMedians;
}

const INTERVAL_LEVEL = 0.9;

/**
 * Trains and judges the prediction of the remaining time: gradient boosting on a scale of its own (`TimeScale`) against two
 * medians. Only prefixes of cases
 * that went on are used: predicting that nothing remains after the last event is trivial. Cases that were under way count by
 * the weights of those that ended (`measureCensoring`).
 * @param onProgress - called with the fraction done, 0 to 1
 */
export async function predictRemainingTime(
  set: TrainingSet,
  budget: ModelBudget,
  seed: number,
  pacer: Pacer,
  onProgress: (fraction: number) => void,
): Promise<
  | {
      readonly report: RemainingTimeReport;
      readonly model: RemainingTimeModel;
      /** By the recommended way. */
      readonly hours: NonNullable<RecommendedWays["hours"]>;
      readonly interval: ConformalInterval | null;
    }
  | NotEnoughData
> {
  const { train, test, data } = set;
  const end = set.vocabulary.activities.length;
  const running = selectRunningRows(set);
  if (running.outcome === "not-enough-data") return running;
  const { trainRows, testRows, meanActualHours } = running;
  const scale = scaleOf(train, trainRows, set.trainWeights.end);
  const places = train.remainingHours.map((hours) => placeOfHours(scale, hours));
  const predictHours = (trees: TreeEnsemble, table: PrefixTable, rows: Uint32Array): Promise<Float64Array> =>
    predictRows(trees, 1, table, rows, (place) => hoursAtPlace(scale, place[0] ?? 0), pacer);
  const boost = async (
    fit: WeightedRows,
    validation: WeightedRows,
    groups: readonly Feature["group"][],
    rounds: number,
    from: number,
    to: number,
  ): Promise<TreeEnsemble> =>
    trainGradientBoosting(
      data,
      train.columns,
      fit,
      validation,
      places,
      {
        ...budget.boosting,
        rounds,
        features: columnsOfGroups(train.features, groups),
        rowShare: 0.5,
        featureShare: 0.5,
        seed,
        meaningOf: (place) => hoursAtPlace(scale, place),
      },
      pacer,
      (done) => onProgress(from + (done / rounds) * (to - from)),
    );

  let groups = defaultFeatureGroups;
  let rounds = Math.min(budget.boosting.rounds, 50);
  if (set.selection !== null) {
    const { fitWeights, validationWeights } = set.selection;
    const fitRows = rowsThatGoOn(train, set.selection.fitRows, fitWeights.end, end);
    const rows = rowsThatGoOn(train, set.selection.validationRows, validationWeights.end, end);
    const weights = Float64Array.from(rows, (row) => validationWeights.end[row] ?? 0);
    const fit = { rows: fitRows, weightOf: fitWeights.end };
    const validation = { rows, weightOf: validationWeights.end };
    let best: Float64Array | null = null;
    const owners = rows.map((row) => train.caseOfRow[row] ?? 0);
    const share = 0.45 / featureGroupChoices.length;
    for (const [index, choice] of featureGroupChoices.entries()) {
      const from = share * index;
      const trees = await boost(fit, validation, choice, budget.boosting.rounds, from, from + share);
      const hours = await predictHours(trees, train, rows);
      const gains = Float64Array.from(rows, (row, at) => {
        const error = (of: Float64Array | null): number => Math.abs((of?.[at] ?? 0) - (train.remainingHours[row] ?? 0));
        return (weights[at] ?? 0) * (error(best) - error(hours));
      });
      if (best === null || isRealImprovement(gains, owners, STANDARD_ERRORS_TO_PREFER)) {
        best = hours;
        groups = choice;
        rounds = trees.roots.length;
      }
    }
  }
  const all = { rows: trainRows, weightOf: set.trainWeights.end };
  const trees = await boost(all, { ...all, rows: new Uint32Array() }, groups, rounds, 0.45, 0.95);
  await pacer.pause();

  const { medians, contenders, best: toBeat } = judgeRemainingTimeBaselines(set, running);
  const byModel = await predictHours(trees, test, testRows);
  const model = scoreHours("gradient boosting", test, running, byModel);
  const gains = Float64Array.from(testRows, (row, at) => {
    const hours = test.remainingHours[row] ?? 0;
    const gain = Math.abs((toBeat.hours[at] ?? 0) - hours) - Math.abs((byModel[at] ?? 0) - hours);
    return (running.testWeights[at] ?? 0) * gain;
  });
  const beatsBaseline = isRealImprovement(
    gains,
    testRows.map((row) => test.caseOfRow[row] ?? 0),
  );
  const chosen = beatsBaseline ? model : toBeat.score;
  onProgress(1);
  return {
    report: {
      outcome: "predicted",
      accuracy: chosen.accuracy,
      meanAbsoluteErrorHours: chosen.meanAbsoluteErrorHours,
      meanActualHours,
      recommended: chosen.name,
      beatsBaseline,
      defended: defendHours(set, running, beatsBaseline ? byModel : toBeat.hours, beatsBaseline),
      model,
      baselines: contenders.map((contender) => contender.score),
      featureGroups: groups,
      importance: await measureImportance(
        test,
        testRows,
        groups,
        async (table, rows) => {
          const hours = await predictHours(trees, table, rows);
          const weights = Float64Array.from(rows, (row) => set.testWeights.end[row] ?? 0);
          return meanAbsoluteError(table, rows, weights, hours) / (model.meanAbsoluteErrorHours || 1);
        },
        seed,
        pacer,
      ),
    },
    model: { trees, scale, medians },
    hours: async (table, rows) =>
      beatsBaseline ? predictHours(trees, table, rows) : Float64Array.from(rows, (row) => toBeat.hoursOf(table, row)),
    interval: await calibrateInterval(
      {
        predicted: beatsBaseline ? byModel : toBeat.hours,
        actual: Float64Array.from(testRows, (row) => test.remainingHours[row] ?? 0),
        weights: running.testWeights,
        lastActivity: Float32Array.from(testRows, (row) => test.columns[0]?.[row] ?? 0),
        caseOf: testRows.map((row) => test.caseOfRow[row] ?? 0),
      },
      set.testCasesByBegin,
      INTERVAL_LEVEL,
      pacer,
    ),
  };
}

/** The unit is the median of the rows; an hour where that is 0. */
function scaleOf(table: PrefixTable, rows: Uint32Array, weightOf: Float64Array): TimeScale {
  const hours = Float64Array.from(rows, (row) => table.remainingHours[row] ?? 0);
  const weights = Float64Array.from(rows, (row) => weightOf[row] ?? 0);
  return { unitHours: weightedMedian(hours, weights) || 1 };
}
