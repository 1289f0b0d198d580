import { Pacer, seededRandom } from "@longhaul/domain";
import { measureCaseSpans } from "../src/prediction/case-spans.ts";
import type { RowWeights } from "../src/prediction/censoring.ts";
import { medianOf } from "../src/numbers/median-of.ts";
import { modelBudgets, type ModelBudget } from "../src/prediction/model-budget.ts";
import { predictNextActivity } from "../src/prediction/predict-next-activity.ts";
import { predictRemainingTime } from "../src/prediction/predict-remaining-time.ts";
import type { PrefixTable } from "../src/prediction/prefix-table.ts";
import { tellBegin } from "./recognise-cases.ts";
import { allRows, buildTrainingSet, type TrainingSet } from "../src/prediction/training-set.ts";
import type { LogWithAttributes } from "./predict-log.ts";

/**
 * How a paper cut its log, and what it counted, as its code says.
 *
 * - `first cases`: learns from the first two thirds of the cases as they stand in the file and judges the others, from their
 *   second event on, by events alone: that a case is over is never asked for.
 *   (github.com/verenich/ProcessSequencePrediction, evaluate_next_activity_and_time.py)
 * - `random prefixes`: a fifth of all prefixes, drawn at random, is judged, so that other prefixes of the same cases, later
 *   ones too, were learnt from; the end of a case isn't asked for, and the remaining time is that after the next event, from
 *   it to the end. (github.com/lukaskirchdorfer/MTL4PPM, main.py and src/data/dataset.py)
 *
 * Neither could be promised of cases under way; they are here so that like is compared with like.
 */
export type Protocol = "first cases" | "random prefixes";

/** What the learners and the simple ways reach; null where the paper doesn't tell the time. */
export interface PublishedScore {
  readonly accuracy: Reached;
  readonly maeDays: Reached | null;
  /** What the way of cutting does to the time; null where the paper doesn't cut so. */
  readonly cut: CutEffects | null;
}

/** Mean errors in days that tell how much of a figure is owed to other prefixes of the judged cases. */
export interface CutEffects {
  /** What the nearest learnt prefix of the same case says. */
  readonly lookedUp: number;
  /** The learner, told of a case's first event what the paper's models are, with as many rounds as help. */
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
/** Runs that tell what the cut does. */
const CUT_RUNS = 1;
/** Rounds to recognise cases by: the papers too learn for ten times as long where they can be. */
const RECOGNISING = { rounds: 1000, patience: 50 };
/** Share of the training data for choosing settings. */
const VALIDATION_SHARE = 0.2;
const JUDGED_SHARE = 0.2;

/** Judges the engine's learners (`balanced`) as the paper judged its own. */
export async function scoreAsPublished(source: LogWithAttributes, protocol: Protocol): Promise<PublishedScore> {
  const pacer = new Pacer();
  if (protocol === "first cases") {
    const { log } = source;
    const cut = 2 * Math.round((log.caseCount + 1) / 3);
    const cases = Uint32Array.from({ length: log.caseCount }, (_, owner) => owner);
    const set = await buildSet(source, cases.subarray(0, cut), cases.subarray(cut), 1, pacer);
    const isFirst = (row: number): boolean => row === 0 || set.test.caseOfRow[row] !== set.test.caseOfRow[row - 1];
    const end = set.vocabulary.activities.length;
    const testWeights = maskWeights(set.testWeights, (row) => set.test.nextClass[row] !== end && !isFirst(row));
    return { accuracy: await scoreActivities({ ...set, testWeights }, 1, pacer), maeDays: null, cut: null };
  }
  const scores = [];
  for (let seed = 1; seed <= RUNS; seed++) {
    const set = await drawPrefixes(source, "prefix", seed, pacer);
    scores.push({
      accuracy: await scoreActivities(set, seed, pacer),
      maeDays: await scoreDays(set, modelBudgets.balanced, seed, pacer),
    });
  }
  const effects = [];
  for (let seed = 1; seed <= CUT_RUNS; seed++) {
    const set = await drawPrefixes(source, "prefix", seed, pacer);
    const { balanced } = modelBudgets;
    const patient = { ...balanced, boosting: { ...balanced.boosting, ...RECOGNISING } };
    effects.push({
      lookedUp: lookUpDays(set),
      recognised: await scoreDays(await tellBegin(set, source.log, pacer), patient, seed, pacer),
      wholeCases: await scoreDays(await drawPrefixes(source, "case", seed, pacer), balanced, seed, pacer),
    });
  }
  const mean = (values: readonly Reached[]): Reached => ({
    model: values.reduce((sum, { model }) => sum + model, 0) / values.length,
    simple: values.reduce((sum, { simple }) => sum + simple, 0) / values.length,
  });
  return {
    accuracy: mean(scores.map(({ accuracy }) => accuracy)),
    maeDays: mean(scores.map(({ maeDays }) => maeDays)),
    cut: {
      lookedUp: effects.reduce((sum, one) => sum + one.lookedUp, 0) / effects.length,
      recognised: mean(effects.map(({ recognised }) => recognised)),
      wholeCases: mean(effects.map(({ wholeCases }) => wholeCases)),
    },
  };
}

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

/** Nothing is learnt: what remained after the learnt prefix of the case that is nearest, of any case where it has none. */
function lookUpDays({ train, trainWeights, testWeights }: TrainingSet): number {
  const isLearnt = (row: number): boolean => (trainWeights.end[row] ?? 0) > 0;
  const nearest = (row: number): number | undefined => {
    const isOwn = (other: number): boolean => train.caseOfRow[other] === train.caseOfRow[row];
    for (let off = 1; isOwn(row - off) || isOwn(row + off); off++) {
      const found = [row - off, row + off].find((other) => isOwn(other) && isLearnt(other));
      if (found !== undefined) return train.remainingHours[found];
    }
    return undefined;
  };
  const rows = allRows(train);
  const any = medianOf(Float64Array.from(rows.filter(isLearnt), (row) => train.remainingHours[row] ?? 0));
  const judged = rows.filter((row) => (testWeights.end[row] ?? 0) > 0);
  const error = (row: number): number => Math.abs((nearest(row) ?? any) - (train.remainingHours[row] ?? 0));
  return judged.reduce((sum, row) => sum + error(row), 0) / judged.length / 24;
}

/** All cases count as ended: the papers don't ask which of them were under way. */
async function buildSet(
  { log, attributes }: LogWithAttributes,
  trainCases: Uint32Array,
  testCases: Uint32Array,
  seed: number,
  pacer: Pacer,
): Promise<TrainingSet> {
  const spans = { ...(await measureCaseSpans(log, pacer)), isOpen: new Uint8Array(log.caseCount) };
  const splitMs = Number.POSITIVE_INFINITY;
  const split = { outcome: "split", splitMs, trainCases, testCases, underWayCases: new Uint32Array() } as const;
  return buildTrainingSet(log, spans, attributes, split, modelBudgets.balanced, seed, pacer);
}

/** Draws what is judged and what settings are chosen by: prefixes, or all of a case together. */
async function drawPrefixes(
  source: LogWithAttributes,
  unit: "prefix" | "case",
  seed: number,
  pacer: Pacer,
): Promise<TrainingSet> {
  const cases = Uint32Array.from({ length: source.log.caseCount }, (_, owner) => owner);
  const set = await buildSet(source, cases, cases.subarray(0, 1), seed, pacer);
  const table = remainingAfterNext(set.train);
  const random = seededRandom(seed);
  const end = set.vocabulary.activities.length;
  const ofCases = Float64Array.from({ length: unit === "case" ? source.log.caseCount : 0 }, random);
  const draw = (row: number): number => (unit === "prefix" ? random() : (ofCases[table.caseOfRow[row] ?? 0] ?? 0));
  const drawn = Float64Array.from(table.nextClass, (label, row) => (label === end ? Number.NaN : draw(row)));
  const isJudged = (row: number): boolean => (drawn[row] ?? 0) < JUDGED_SHARE;
  const isValidation = (row: number): boolean => (drawn[row] ?? 0) >= 1 - VALIDATION_SHARE * (1 - JUDGED_SHARE);
  const isLearnt = (row: number): boolean => (drawn[row] ?? 0) >= JUDGED_SHARE;
  const trainWeights = maskWeights(set.trainWeights, isLearnt);
  const learnt = allRows(table).filter(isLearnt);
  return {
    ...set,
    train: table,
    test: table,
    trainWeights,
    testWeights: maskWeights(set.trainWeights, isJudged),
    testCasesByBegin: new Uint32Array(),
    laterTestCases: new Set(),
    selection: {
      fitRows: learnt.filter((row) => !isValidation(row)),
      fitWeights: trainWeights,
      validationRows: learnt.filter(isValidation),
      validationWeights: trainWeights,
    },
  };
}

/** What remains after the event that comes next. */
function remainingAfterNext(table: PrefixTable): PrefixTable {
  const isLast = (row: number): boolean => table.caseOfRow[row] !== table.caseOfRow[row + 1];
  return {
    ...table,
    remainingHours: table.remainingHours.map((hours, row) =>
      isLast(row) ? hours : (table.remainingHours[row + 1] ?? 0),
    ),
  };
}

function maskWeights({ next, end }: RowWeights, counts: (row: number) => boolean): RowWeights {
  const mask = (weight: number, row: number): number => (counts(row) ? weight : 0);
  return { next: next.map(mask), end: end.map(mask) };
}
