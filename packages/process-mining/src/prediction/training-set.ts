import type { EventLog } from "../event-log.ts";
import { binColumns } from "./bin-columns.ts";
import type { BinnedColumns } from "./bin-columns.ts";
import type { Breathe } from "./breathe.ts";
import type { CaseSpans } from "./case-spans.ts";
import { encodePrefixes } from "./encode-prefixes.ts";
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
  readonly train: PrefixTable;
  readonly test: PrefixTable;
  /** Test cases that began in the later half of the test period. */
  readonly laterTestCases: ReadonlySet<number>;
  /** The training columns, binned. */
  readonly data: BinnedColumns;
  /** A second split in time, within the training cases, to choose settings by; null when they are too few. */
  readonly selection: { readonly fitRows: Uint32Array; readonly validationRows: Uint32Array } | null;
}

/** Encodes both sides of a split. The vocabulary and the bins come from the training side alone. */
export async function buildTrainingSet(
  log: EventLog,
  spans: CaseSpans,
  split: TemporalSplit,
  budget: ModelBudget,
  seed: number,
  breathe: Breathe,
): Promise<TrainingSet> {
  const trainCases = sampleCases(log, split.trainCases, budget.trainRows, seed);
  const testCases = sampleCases(log, split.testCases, budget.testRows, seed);
  const vocabulary = learnVocabulary(log, trainCases);
  const train = await encodePrefixes(log, trainCases, vocabulary, breathe);
  const test = await encodePrefixes(log, testCases, vocabulary, breathe);
  const data = await binColumns(train.features, train.columns, train.rowCount, breathe);
  const inner = splitByTime(spans, sampleCases(log, trainCases, budget.selectionRows, seed));
  const selection =
    inner.outcome === "split"
      ? { fitRows: rowsOf(train, inner.trainCases), validationRows: rowsOf(train, inner.testCases) }
      : null;
  return { vocabulary, train, test, laterTestCases: laterHalf(spans, testCases), data, selection };
}

/** The half of the cases that began last. */
function laterHalf({ begin }: CaseSpans, cases: Uint32Array): Set<number> {
  const byBegin = Array.from(cases).toSorted((a, b) => (begin[a] ?? 0) - (begin[b] ?? 0) || a - b);
  return new Set(byBegin.slice(Math.ceil(byBegin.length / 2)));
}

function rowsOf(table: PrefixTable, cases: Uint32Array): Uint32Array {
  const wanted = new Set(cases);
  return allRows(table).filter((row) => wanted.has(table.caseOfRow[row] ?? 0));
}

/** Every row of a table. */
export function allRows(table: PrefixTable): Uint32Array {
  return Uint32Array.from({ length: table.rowCount }, (_, row) => row);
}
