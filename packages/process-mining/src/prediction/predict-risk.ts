import { measureCalibration, trustedProbability, type Calibration } from "./calibration.ts";
import type { Pacer } from "@longhaul/domain";
import type { Censoring } from "./censoring.ts";
import type { Feature } from "./feature.ts";
import type { ModelBudget } from "./model-budget.ts";
import { isRealImprovement } from "./paired-improvement.ts";
import { predictRows } from "./predict-rows.ts";
import type { PrefixTable } from "./prefix-table.ts";
import type { CaseAnswer, RiskQuestion } from "./risk-question.ts";
import type { NotEnoughData } from "./temporal-split.ts";
import { allRows, type TrainingSet } from "./training-set.ts";
import { trainRandomForest } from "./train-random-forest.ts";
import { sumOf, weightedMean } from "./weighted.ts";

/** How well a risk is foretold, on the prefixes of test cases at which the answer wasn't known yet. */
export interface RiskReport {
  readonly outcome: "predicted";
  readonly trainRows: number;
  readonly testRows: number;
  /** Share of the test prefixes to which it happened. */
  readonly baseRate: number;
  /** Mean squared distance of the probability from what came (Brier score), of the recommended way; and the baseline's. */
  readonly brierScore: number;
  readonly baselineBrierScore: number;
  /** The forest is better than the share after the latest activity by more than chance (one-sided 5 %, by case). */
  readonly beatsBaseline: boolean;
  readonly recommended: string;
  /** Chance that a prefix to which it happens has a higher probability than one to which it doesn't (area under the ROC curve). */
  readonly auc: number;
  /** Of the calibrated probabilities, on the later half of the test cases, which had no part in calibrating them. */
  readonly calibration: Calibration;
}

/** A risk with its report and a function that predicts it for rows of a table. */
export interface RiskPrediction {
  readonly report: RiskReport | NotEnoughData;
  readonly probabilities: ((table: PrefixTable, rows: Uint32Array) => Promise<Float64Array>) | null;
}

/** Fewer prefixes, on either side or with either answer, show nothing. */
const LEAST_ROWS = 30;
const LEAST_WITH_ANSWER = 10;
const GROUPS: readonly Feature["group"][] = ["sequence", "time", "attribute", "load"];
const hourMs = 3_600_000;

interface AnsweredRows {
  readonly rows: Uint32Array;
  readonly weightOf: Float64Array;
  readonly happened: Uint8Array;
}

/**
 * Trains and judges the probability that something happens to a case: a random forest against the share after the latest
 * activity. Learns from prefixes at which the answer wasn't known and later was, weighed for those whose answer wasn't seen.
 */
export async function predictRisk(
  set: TrainingSet,
  question: RiskQuestion,
  answerOf: (owner: number) => CaseAnswer,
  beginOf: (owner: number) => number,
  budget: ModelBudget,
  seed: number,
  pacer: Pacer,
): Promise<RiskPrediction> {
  const { train, test } = set;
  const learned = answeredRows(train, answerOf, beginOf, set.splitMs, set.trainCensoring);
  const judged = answeredRows(test, answerOf, beginOf, Number.POSITIVE_INFINITY, set.testCensoring);
  if (!isEnough(learned) || !isEnough(judged)) return { report: tooFew(set, learned, judged), probabilities: null };
  const labels = Uint16Array.from(learned.happened);
  const features = Uint32Array.from(
    train.features.flatMap(({ group, input }, index) => {
      const isAnswer = question.kind === "attribute" && group === "attribute" && input === question.attribute.name;
      return GROUPS.includes(group) && !isAnswer ? [index] : [];
    }),
  );
  const trees = await trainRandomForest(
    set.data,
    learned.rows,
    learned.weightOf,
    labels,
    2,
    { ...budget.forest, trees: Math.ceil(budget.forest.trees / 2), features, seed },
    pacer,
    () => undefined,
  );
  const shares = sharesByActivity(train, learned);
  const byShare = async (table: PrefixTable, rows: Uint32Array): Promise<Float64Array> =>
    Float64Array.from(rows, (row) => shares.get(table.columns[0]?.[row] ?? 0) ?? shares.get(-1) ?? 0);
  const byTrees = async (table: PrefixTable, rows: Uint32Array): Promise<Float64Array> =>
    predictRows(trees, 2, table, rows, (values) => Math.min(1, values[1] ?? 0), pacer);
  const weights = Float64Array.from(judged.rows, (row) => judged.weightOf[row] ?? 0);
  const came = Uint8Array.from(judged.rows, (row) => judged.happened[row] ?? 0);
  const squares = (probabilities: Float64Array): Float64Array =>
    probabilities.map((probability, at) => (probability - (came[at] ?? 0)) ** 2);
  const [model, baseline] = [await byTrees(test, judged.rows), await byShare(test, judged.rows)];
  const [ofModel, ofBaseline] = [squares(model), squares(baseline)];
  const owners = judged.rows.map((row) => test.caseOfRow[row] ?? 0);
  const gains = weights.map((weight, at) => weight * ((ofBaseline[at] ?? 0) - (ofModel[at] ?? 0)));
  const beatsBaseline = isRealImprovement(gains, owners);
  const stated = beatsBaseline ? model : baseline;
  const isLater = (at: number): boolean => set.laterTestCases.has(owners[at] ?? 0);
  const half = (later: boolean, probabilities: Float64Array): Calibration => {
    const belongs = (_: number, at: number): boolean => isLater(at) === later;
    return measureCalibration(probabilities.filter(belongs), came.filter(belongs), weights.filter(belongs));
  };
  const earlier = half(false, stated);
  const trusted = stated.map((probability) => trustedProbability(probability, earlier));
  return {
    report: {
      outcome: "predicted",
      trainRows: learned.rows.length,
      testRows: judged.rows.length,
      baseRate: weightedMean(came, weights),
      brierScore: weightedMean(beatsBaseline ? ofModel : ofBaseline, weights),
      baselineBrierScore: weightedMean(ofBaseline, weights),
      beatsBaseline,
      recommended: beatsBaseline ? "random forest" : "share after the latest activity",
      auc: areaUnderCurve(stated, came, weights),
      calibration: half(true, trusted),
    },
    probabilities: async (table, rows) => {
      const probabilities = await (beatsBaseline ? byTrees : byShare)(table, rows);
      return probabilities.map((probability) => trustedProbability(probability, earlier));
    },
  };
}

/** Rows at whose time the answer wasn't known, though it was before `untilMs`. */
function answeredRows(
  table: PrefixTable,
  answerOf: (owner: number) => CaseAnswer,
  beginOf: (owner: number) => number,
  untilMs: number,
  { weightAt }: Censoring,
): AnsweredRows {
  const weightOf = new Float64Array(table.rowCount);
  const happened = new Uint8Array(table.rowCount);
  let owner = -1;
  let answer: CaseAnswer | null = null;
  for (let row = 0; row < table.rowCount; row++) {
    if (table.caseOfRow[row] !== owner || answer === null) {
      owner = table.caseOfRow[row] ?? 0;
      answer = answerOf(owner);
    }
    if (answer.knownAtMs >= untilMs || (table.nowMs[row] ?? 0) >= answer.knownAtMs) continue;
    weightOf[row] = weightAt((answer.knownAtMs - beginOf(owner)) / hourMs);
    happened[row] = answer.happened ? 1 : 0;
  }
  return { rows: allRows(table).filter((row) => (weightOf[row] ?? 0) > 0), weightOf, happened };
}

function isEnough({ rows, happened }: AnsweredRows): boolean {
  const positive = rows.filter((row) => happened[row] === 1).length;
  return rows.length >= LEAST_ROWS && positive >= LEAST_WITH_ANSWER && rows.length - positive >= LEAST_WITH_ANSWER;
}

function tooFew({ train, test }: TrainingSet, learned: AnsweredRows, judged: AnsweredRows): NotEnoughData {
  const told = ({ rows, happened }: AnsweredRows): string =>
    `${rows.length} prefixes, ${rows.filter((row) => happened[row] === 1).length} of which it happened to`;
  return {
    outcome: "not-enough-data",
    reason:
      `${told(learned)} to learn from, and ${told(judged)} to test on; ` +
      `${LEAST_ROWS} each are needed, ${LEAST_WITH_ANSWER} with either answer`,
    trainCases: new Set(train.caseOfRow).size,
    testCases: new Set(test.caseOfRow).size,
  };
}

/** Share to which it happened by the code of the latest activity; −1 of all. */
function sharesByActivity(table: PrefixTable, { rows, weightOf, happened }: AnsweredRows): Map<number, number> {
  const sums = new Map<number, { all: number; came: number }>();
  for (const row of rows) {
    for (const key of [-1, table.columns[0]?.[row] ?? 0]) {
      const sum = sums.get(key) ?? { all: 0, came: 0 };
      sums.set(key, sum);
      sum.all += weightOf[row] ?? 0;
      sum.came += (weightOf[row] ?? 0) * (happened[row] ?? 0);
    }
  }
  return new Map([...sums].map(([key, { all, came }]) => [key, came / all]));
}

/** By ranks (Mann-Whitney), ties half. */
function areaUnderCurve(probabilities: Float64Array, came: Uint8Array, weights: Float64Array): number {
  const order = Uint32Array.from(probabilities.keys()).sort(
    (a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0),
  );
  const positive = sumOf(weights.map((weight, at) => weight * (came[at] ?? 0)));
  const negative = sumOf(weights) - positive;
  let [below, area] = [0, 0];
  for (let from = 0; from < order.length;) {
    let [to, tiedPositive, tiedNegative] = [from, 0, 0];
    while (to < order.length && probabilities[order[to] ?? 0] === probabilities[order[from] ?? 0]) {
      const at = order[to++] ?? 0;
      if (came[at] === 1) tiedPositive += weights[at] ?? 0;
      else tiedNegative += weights[at] ?? 0;
    }
    area += tiedPositive * (below + tiedNegative / 2);
    below += tiedNegative;
    from = to;
  }
  return area / (positive * negative);
}
