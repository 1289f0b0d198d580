import type { EventAttribute, EventLog } from "@longhaul/event-log";
import { binColumns } from "./bin-columns.ts";
import type { BinnedColumns } from "./bin-columns.ts";
import type { Pacer } from "@longhaul/domain";
import type { CaseSpans } from "./case-spans.ts";
import { measureCensoring, weighRows, type Censoring, type RowWeights } from "./censoring.ts";
import { measureCaseLoad } from "./case-load.ts";
import { chooseAttributes, type ChosenAttributes } from "./choose-attributes.ts";
import { encodePrefixes, type FeatureSources } from "./encode-prefixes.ts";
import type { ModelBudget } from "./model-budget.ts";
import { learnVocabulary } from "./prefix-vocabulary.ts";
import type { PrefixVocabulary } from "./prefix-vocabulary.ts";
import type { PrefixTable } from "./prefix-table.ts";
import { sampleCases } from "./sample-cases.ts";
import { splitByTime } from "./temporal-split.ts";
import type { TemporalSplit } from "./temporal-split.ts";

/** All that the models learn from and are judged on. */
export interface TrainingSet {
  readonly vocabulary: PrefixVocabulary;
  /** What the features of further prefixes are made from. */
  readonly sources: FeatureSources;
  readonly attributes: ChosenAttributes;
  readonly train: PrefixTable;
  readonly test: PrefixTable;
  /** What the rows count for, so that cases under way are accounted for. */
  readonly trainWeights: RowWeights;
  readonly testWeights: RowWeights;
  readonly trainCensoring: Censoring;
  readonly testCensoring: Censoring;
  readonly splitMs: number;
  /** All test cases, by their begin. */
  readonly testCasesByBegin: Uint32Array;
  /** The half of them that began last. */
  readonly laterTestCases: ReadonlySet<number>;
  /** The training columns, binned. */
  readonly data: BinnedColumns;
  /** A second split in time, within the training cases, to choose settings by; null when they are too few. */
  readonly selection: SelectionRows | null;
}

/** Training rows in two: what settings are tried on, and what they are judged by. */
export interface SelectionRows {
  readonly fitRows: Uint32Array;
  readonly fitWeights: RowWeights;
  readonly validationRows: Uint32Array;
  readonly validationWeights: RowWeights;
}

/** Encodes both sides of a split. The vocabulary and the bins come from the training side alone. */
export async function buildTrainingSet(
  log: EventLog,
  spans: CaseSpans,
  attributes: readonly EventAttribute[],
  split: TemporalSplit,
  budget: ModelBudget,
  seed: number,
  pacer: Pacer,
): Promise<TrainingSet> {
  const { splitMs } = split;
  const begun = bothOf(split.trainCases, split.underWayCases);
  const trainCases = sampleCases(log, begun, budget.trainRows, seed);
  const testCases = sampleCases(log, split.testCases, budget.testRows, seed);
  const chosen = chooseAttributes(log, attributes, trainCases, splitMs);
  await pacer.pause();
  const vocabulary = learnVocabulary(log, chosen.used, trainCases, splitMs);
  const load = measureCaseLoad(log, spans, split.trainCases);
  const sources = { vocabulary, attributes: chosen.used, load };
  await pacer.pause();
  const { isOpen } = spans;
  const train = await encodePrefixes(log, trainCases, sources, { untilMs: splitMs, isOpen }, pacer);
  const test = await encodePrefixes(log, testCases, sources, { untilMs: Number.POSITIVE_INFINITY, isOpen }, pacer);
  const data = await binColumns(train.features, train.columns, train.rowCount, pacer);
  const testCasesByBegin = testCases.toSorted((a, b) => (spans.begin[a] ?? 0) - (spans.begin[b] ?? 0) || a - b);
  const behindTheLogMs = spans.end.reduce((latest, ms) => Math.max(latest, ms), splitMs) + 1;
  const testCensoring = measureCensoring(spans, split.testCases, behindTheLogMs);
  const trainCensoring = measureCensoring(spans, begun, splitMs);
  return {
    vocabulary,
    sources,
    attributes: chosen,
    train,
    test,
    trainWeights: weighRows(train, trainCensoring),
    trainCensoring,
    splitMs,
    testWeights: weighRows(test, testCensoring),
    testCensoring,
    testCasesByBegin,
    laterTestCases: new Set(testCasesByBegin.subarray(Math.ceil(testCasesByBegin.length / 2))),
    data,
    selection: selectRows(spans, splitMs, train, sampleCases(log, trainCases, budget.selectionRows, seed)),
  };
}

function selectRows(
  spans: CaseSpans,
  splitMs: number,
  train: PrefixTable,
  cases: Uint32Array,
): TrainingSet["selection"] {
  const inner = splitByTime(spans, cases);
  if (inner.outcome !== "split") return null;
  const begun = bothOf(inner.trainCases, inner.underWayCases);
  return {
    fitRows: rowsOf(train, inner.trainCases),
    fitWeights: weighRows(train, measureCensoring(spans, begun, inner.splitMs)),
    validationRows: rowsOf(train, inner.testCases),
    validationWeights: weighRows(train, measureCensoring(spans, inner.testCases, splitMs)),
  };
}

/** All of the cases, in case order. */
function bothOf(some: Uint32Array, others: Uint32Array): Uint32Array {
  const cases = new Uint32Array(some.length + others.length);
  cases.set(some);
  cases.set(others, some.length);
  return cases.sort();
}

function rowsOf(table: PrefixTable, cases: Uint32Array): Uint32Array {
  const wanted = new Set(cases);
  return allRows(table).filter((row) => wanted.has(table.caseOfRow[row] ?? 0));
}

/** Every row of a table. */
export function allRows(table: PrefixTable): Uint32Array {
  return Uint32Array.from({ length: table.rowCount }, (_, row) => row);
}
