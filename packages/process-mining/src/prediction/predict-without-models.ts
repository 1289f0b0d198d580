import type { EventLog, RunOptions } from "@longhaul/event-log";
import { describeSplit, type DescribedSplit } from "./describe-split.ts";
import { Pacer } from "@longhaul/domain";
import { measureCaseSpans } from "./case-spans.ts";
import type { DefendedAccuracy } from "./defend-accuracy.ts";
import { modelBudgets } from "./model-budget.ts";
import type { PredictionOptions } from "./predict-process.ts";
import { defendGuesses, judgeNextActivityBaselines } from "./next-activity-contenders.ts";
import type { NextActivityScore } from "./next-activity-contenders.ts";
import { defendHours, judgeRemainingTimeBaselines, selectRunningRows } from "./remaining-time-contenders.ts";
import type { RemainingTimeScore, RunningRows } from "./remaining-time-contenders.ts";
import { splitByTime } from "./temporal-split.ts";
import type { NotEnoughData } from "./temporal-split.ts";
import { buildTrainingSet } from "./training-set.ts";
import type { TrainingSet } from "./training-set.ts";

/** Figures of the simple predictions, measured as those of `predictProcess` are. */
export interface SimplePredictionReport {
  /** The best of `baselines` is recommended. */
  readonly pathPrediction: {
    readonly recommended: NextActivityScore;
    readonly defended: DefendedAccuracy;
    readonly baselines: readonly NextActivityScore[];
  };
  readonly cycleTimePrediction:
    | {
        readonly outcome: "predicted";
        readonly recommended: RemainingTimeScore;
        readonly defended: DefendedAccuracy;
        readonly baselines: readonly RemainingTimeScore[];
      }
    | NotEnoughData;
  readonly split: DescribedSplit;
}

export type SimplePredictionOutcome =
  | { readonly outcome: "predicted-simply"; readonly report: SimplePredictionReport }
  | NotEnoughData;

/**
 * Predicts without machine learning: by what most often followed, and by the median time that remained. Split in time,
 * samples and measures are those of `predictProcess`, which trains models against these very baselines; takes seconds
 * where that takes minutes, and leaves no model.
 */
export async function predictWithoutModels(
  log: EventLog,
  options: PredictionOptions,
  run: RunOptions = {},
): Promise<SimplePredictionOutcome> {
  const pacer = new Pacer(run);
  await pacer.pause();
  const spans = await measureCaseSpans(log, pacer);
  const split = splitByTime(spans);
  if (split.outcome === "not-enough-data") return split;
  const set = await buildTrainingSet(
    log,
    spans,
    [],
    split,
    modelBudgets[options.performance],
    options.seed ?? 1,
    pacer,
  );
  run.onProgress?.(0.5);
  const path = await judgeNextActivityBaselines(set, pacer);
  const running = selectRunningRows(set);
  await pacer.pause();
  run.onProgress?.(1);
  return {
    outcome: "predicted-simply",
    report: {
      pathPrediction: {
        recommended: path.best.score,
        defended: defendGuesses(set, path.best, false),
        baselines: path.contenders.map(({ score }) => score),
      },
      cycleTimePrediction: running.outcome === "enough" ? presentTime(set, running) : running,
      split: describeSplit(split, set),
    },
  };
}

function presentTime(set: TrainingSet, rows: RunningRows): SimplePredictionReport["cycleTimePrediction"] {
  const { best, contenders } = judgeRemainingTimeBaselines(set, rows);
  return {
    outcome: "predicted",
    recommended: best.score,
    defended: defendHours(set, rows, best.hours, false),
    baselines: contenders.map(({ score }) => score),
  };
}
