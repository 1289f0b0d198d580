import { Pacer } from "@longhaul/domain";
import { modelBudgets, type ModelBudget } from "../src/prediction/model-budget.ts";
import { predictNextActivity } from "../src/prediction/predict-next-activity.ts";
import { predictRemainingTime } from "../src/prediction/predict-remaining-time.ts";
import type { TrainingSet } from "../src/prediction/training-set.ts";
import { buildSet, isFirstEvent, maskWeights } from "./build-set.ts";
import type { LogWithAttributes } from "./predict-log.ts";
import { drawPrefixes } from "./random-prefixes.ts";
import { lookUpDays, tellBegin, type LookedUpDays } from "./recognise-cases.ts";

/**
 * How a paper cut its log, and what it counted, as its code says.
 *
 * - `first cases`: learns from the first two thirds of the cases as they stand in the file and judges the others, from their
 *   second event on, by events alone: that a case is over is never asked for.
 *   (github.com/verenich/ProcessSequencePrediction, evaluate_next_activity_and_time.py)
 * - `last cases`: learns from the four fifths of the cases that begin first, to their ends, and judges the others, from
 *   their second event to their last but one, by the time from that event to the end of the case.
 *   (github.com/keyvan-amiri/PGTNet, train_test_split_func and graph_conversion_func in GTconvertor.py)
 * - `random prefixes`: a fifth of all prefixes, drawn at random, is judged, so that other prefixes of the same cases, later
 *   ones too, were learnt from; the end of a case isn't asked for, and the remaining time is that after the next event, from
 *   it to the end. (github.com/lukaskirchdorfer/MTL4PPM, random_split in main.py and _create_examples in
 *   src/data/dataset.py)
 *
 * None could be promised of cases under way; they are here so that like is compared with like.
 */
export type Protocol = "first cases" | "last cases" | "random prefixes";

/** Results of the learners and of the baselines; null where the paper doesn't report a figure. */
export interface PublishedScore {
  readonly accuracy: Reached | null;
  readonly maeDays: Reached | null;
  /** What the way of cutting does to the time; null where no case is cut. */
  readonly cut: CutEffects | null;
}

/** Mean errors in days that show how much of a figure comes from other prefixes of the judged cases. */
export interface CutEffects {
  readonly lookedUp: LookedUpDays;
  /** The learner with the features of a case's first event that the paper's models have, with as many rounds as help. */
  readonly recognised: Reached;
  /** The learner where whole cases are drawn instead, so that nothing of a judged case was learnt from. */
  readonly wholeCases: Reached;
}

/** What a learner of the engine reaches, and the best of the simple ways. */
export interface Reached {
  readonly model: number;
  readonly simple: number;
}

/** What a paper averages its figures over. */
const RUNS = 3;
/** The run that shows the effect of the cut. */
const CUT_SEED = 1;
/** Rounds to recognise cases by: the papers too learn for ten times as long where they can be. */
const RECOGNISING = { rounds: 1000, patience: 50 };
/** Share of the cases that `last cases` learns from. */
const LEARNT_SHARE = 0.8;

/** Judges the engine's learners (`balanced`) as the paper judged its own. */
export async function scoreAsPublished(source: LogWithAttributes, protocol: Protocol): Promise<PublishedScore> {
  const pacer = new Pacer();
  if (protocol === "first cases") return scoreFirstCases(source, pacer);
  return protocol === "last cases" ? scoreLastCases(source, pacer) : scoreRandomPrefixes(source, pacer);
}

async function scoreFirstCases(source: LogWithAttributes, pacer: Pacer): Promise<PublishedScore> {
  const { caseCount } = source.log;
  const cut = 2 * Math.round((caseCount + 1) / 3);
  const cases = Uint32Array.from({ length: caseCount }, (_, owner) => owner);
  const set = await buildSet(source, cases.subarray(0, cut), cases.subarray(cut), 1, pacer);
  const end = set.vocabulary.activities.length;
  const testWeights = maskWeights(
    set.testWeights,
    (row) => set.test.nextClass[row] !== end && !isFirstEvent(set.test, row),
  );
  return { accuracy: await scoreActivities({ ...set, testWeights }, 1, pacer), maeDays: null, cut: null };
}

async function scoreLastCases(source: LogWithAttributes, pacer: Pacer): Promise<PublishedScore> {
  const { log } = source;
  const beginOf = (owner: number): number => log.endMs[log.caseOffsets[owner] ?? 0] ?? 0;
  const byBegin = Uint32Array.from({ length: log.caseCount }, (_, owner) => owner).sort(
    (a, b) => beginOf(a) - beginOf(b) || a - b,
  );
  const cut = Math.floor(LEARNT_SHARE * log.caseCount);
  const scores = [];
  for (let seed = 1; seed <= RUNS; seed++) {
    const set = await buildSet(source, byBegin.slice(0, cut).sort(), byBegin.slice(cut).sort(), seed, pacer);
    const testWeights = maskWeights(set.testWeights, (row) => !isFirstEvent(set.test, row));
    scores.push(await scoreDays({ ...set, testWeights }, modelBudgets.balanced, seed, pacer));
  }
  return { accuracy: null, maeDays: meanOf(scores), cut: null };
}

async function scoreRandomPrefixes(source: LogWithAttributes, pacer: Pacer): Promise<PublishedScore> {
  const { balanced } = modelBudgets;
  const accuracies = [];
  const days = [];
  for (let seed = 1; seed <= RUNS; seed++) {
    const set = await drawPrefixes(source, "prefix", seed, pacer);
    accuracies.push(await scoreActivities(set, seed, pacer));
    days.push(await scoreDays(set, balanced, seed, pacer));
  }
  const set = await drawPrefixes(source, "prefix", CUT_SEED, pacer);
  const patient = { ...balanced, boosting: { ...balanced.boosting, ...RECOGNISING } };
  return {
    accuracy: meanOf(accuracies),
    maeDays: meanOf(days),
    cut: {
      lookedUp: lookUpDays(set, source.log),
      recognised: await scoreDays(await tellBegin(set, source.log, pacer), patient, CUT_SEED, pacer),
      wholeCases: await scoreDays(await drawPrefixes(source, "case", CUT_SEED, pacer), balanced, CUT_SEED, pacer),
    },
  };
}

const meanOf = (scores: readonly Reached[]): Reached => ({
  model: scores.reduce((sum, { model }) => sum + model, 0) / scores.length,
  simple: scores.reduce((sum, { simple }) => sum + simple, 0) / scores.length,
});

async function scoreActivities(set: TrainingSet, seed: number, pacer: Pacer): Promise<Reached> {
  const { report } = await predictNextActivity(set, modelBudgets.balanced, seed, pacer, () => undefined);
  return { model: report.model.accuracy, simple: Math.max(...report.baselines.map(({ accuracy }) => accuracy)) };
}

async function scoreDays(set: TrainingSet, budget: ModelBudget, seed: number, pacer: Pacer): Promise<Reached> {
  const predicted = await predictRemainingTime(set, budget, seed, pacer, () => undefined);
  if (!("report" in predicted)) throw new Error(predicted.reason);
  const { model, baselines } = predicted.report;
  return {
    model: model.meanAbsoluteErrorHours / 24,
    simple: Math.min(...baselines.map((one) => one.meanAbsoluteErrorHours)) / 24,
  };
}
