import type { EventAttribute, EventLog } from "@longhaul/event-log";
import { describeSplit, type DescribedSplit } from "./describe-split.ts";
import { Pacer } from "@longhaul/domain";
import { measureCaseSpans } from "./case-spans.ts";
import type { ChosenAttributes } from "./choose-attributes.ts";
import type { Feature } from "./feature.ts";
import type { PredictionHooks } from "./hooks.ts";
import { modelBudgets } from "./model-budget.ts";
import type { PredictionPerformance } from "./model-budget.ts";
import { predictNextActivity } from "./predict-next-activity.ts";
import type { NextActivityModel, NextActivityReport } from "./predict-next-activity.ts";
import { predictRemainingTime } from "./predict-remaining-time.ts";
import type { RemainingTimeModel, RemainingTimeReport } from "./predict-remaining-time.ts";
import type { ConformalInterval } from "./conformal-interval.ts";
import { predictRisk, type RiskPrediction } from "./predict-risk.ts";
import { predictRunningCases, type RiskWay, type RunningCase } from "./predict-running-cases.ts";
import { createAnswer, type RiskQuestion } from "./risk-question.ts";
import type { PrefixVocabulary } from "./prefix-vocabulary.ts";
import { splitByTime } from "./temporal-split.ts";
import type { NotEnoughData } from "./temporal-split.ts";
import { buildTrainingSet } from "./training-set.ts";

export interface PredictionOptions {
  /** What training may cost; `modelBudgets` lists the sizes. */
  readonly performance: PredictionPerformance;
  /** Same seed, same log: same models. Default 1. */
  readonly seed?: number | undefined;
  /** Of the events of the log (`readEventAttributes`); models learn from the most informative ones. */
  readonly attributes?: readonly EventAttribute[] | undefined;
  /** Names of further ones, which the report lists as left out. */
  readonly attributesNotRead?: readonly string[] | undefined;
  /** Further questions about cases under way; each name once. */
  readonly questions?: readonly RiskQuestion[] | undefined;
}

/** Figures of both predictions, measured on cases that began after every training case had ended. */
export interface PredictionReport {
  readonly pathPrediction: NextActivityReport;
  readonly cycleTimePrediction: RemainingTimeReport | NotEnoughData;
  readonly split: DescribedSplit;
  /** What is expected of the cases under way at the end of the log, by the recommended ways. */
  readonly runningCases: readonly RunningCase[];
  /** Of the remaining hours; null where there were too few cases to calibrate and check it. */
  readonly interval: ConformalInterval | null;
  /** How well each requested risk is predicted. */
  readonly risks: readonly { readonly name: RiskQuestion["name"]; readonly report: RiskPrediction["report"] }[];
  readonly features: readonly Feature[];
  /** Attributes that models could learn from, by name, and those that they couldn't, with the reason. */
  readonly attributes: { readonly used: readonly string[]; readonly leftOut: ChosenAttributes["leftOut"] };
  readonly performance: PredictionPerformance;
  readonly seed: number;
}

/** The trained models, for `exportModels`. */
export interface PredictionModels {
  readonly features: readonly Feature[];
  readonly vocabulary: PrefixVocabulary;
  readonly nextActivity: NextActivityModel;
  /** Null when there was not enough data for it. */
  readonly remainingTime: RemainingTimeModel | null;
}

export type PredictionOutcome =
  | { readonly outcome: "predicted"; readonly report: PredictionReport; readonly models: PredictionModels }
  | NotEnoughData;

const modelsTraining = 2;

/**
 * Trains models that predict a running case's next activity and remaining time, and evaluates them without leakage:
 * strict split in time (see `splitByTime`), nothing of the test period in vocabulary, bins or features, baselines beside
 * the model, and a model that isn't better than its best baseline by more than chance isn't recommended.
 *
 * Which features a model uses (`sequence`, `time`, `calendar`, `attribute`, `load`) and how many boosting rounds are decided on a second
 * split in time within the training cases. Of cases under way at the split, and at the end of the log, what had happened
 * counts, and those that ended count for them (`measureCensoring`).
 *
 * @throws the signal's reason when it is aborted, within a second
 */
export async function predictProcess(
  log: EventLog,
  options: PredictionOptions,
  hooks: PredictionHooks = {},
): Promise<PredictionOutcome> {
  const pacer = new Pacer({ signal: hooks.signal });
  const seed = options.seed ?? 1;
  const budget = modelBudgets[options.performance];
  const tell = (fraction: number, currentActivity: string, modelsCompleted: number): void =>
    hooks.onProgress?.({ fraction, currentActivity, modelsTraining, modelsCompleted });

  await pacer.pause();
  const spans = await measureCaseSpans(log, pacer);
  const split = splitByTime(spans);
  if (split.outcome === "not-enough-data") return split;
  tell(0, "Encoding running cases", 0);
  const set = await buildTrainingSet(log, spans, options.attributes ?? [], split, budget, seed, pacer);
  const nextActivity = await predictNextActivity(set, budget, seed, pacer, (fraction) =>
    tell(0.05 + 0.55 * fraction, "Training next activity model", fraction < 1 ? 0 : 1),
  );
  const remainingTime = await predictRemainingTime(set, budget, seed, pacer, (fraction) =>
    tell(0.6 + 0.4 * fraction, "Training remaining time model", fraction < 1 ? 1 : 2),
  );
  const isTimePredicted = "report" in remainingTime;
  const interval = isTimePredicted ? remainingTime.interval : null;
  const { guess, calibration } = nextActivity;
  const asked: RiskWay[] = [];
  const risks: PredictionReport["risks"][number][] = [];
  for (const question of options.questions ?? []) {
    const answerOf = createAnswer(log, spans, question);
    const beginOf = (owner: number): number => spans.begin[owner] ?? 0;
    const risk = await predictRisk(set, question, answerOf, beginOf, budget, seed, pacer);
    risks.push({ name: question.name, report: risk.report });
    asked.push({ name: question.name, answerOf, probabilities: risk.probabilities });
  }
  const ways = { guess, calibration, hours: isTimePredicted ? remainingTime.hours : null, interval, risks: asked };
  const runningCases = await predictRunningCases(log, spans, set.sources, ways, pacer);
  tell(1, "Models trained", isTimePredicted ? 2 : 1);
  return {
    outcome: "predicted",
    report: {
      pathPrediction: nextActivity.report,
      cycleTimePrediction: isTimePredicted ? remainingTime.report : remainingTime,
      split: describeSplit(split, set),
      runningCases,
      interval,
      risks,
      features: set.train.features,
      attributes: {
        used: set.attributes.used.map(({ name }) => name),
        leftOut: [
          ...set.attributes.leftOut,
          ...(options.attributesNotRead ?? []).map((name) => ({ name, reason: "not read" as const })),
        ],
      },
      performance: options.performance,
      seed,
    },
    models: {
      features: set.train.features,
      vocabulary: set.vocabulary,
      nextActivity: nextActivity.model,
      remainingTime: isTimePredicted ? remainingTime.model : null,
    },
  };
}
