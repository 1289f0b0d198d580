import type { Pacer } from "@longhaul/domain";
import { measureCaseSpans } from "../src/prediction/case-spans.ts";
import type { RowWeights } from "../src/prediction/censoring.ts";
import { modelBudgets } from "../src/prediction/model-budget.ts";
import type { PrefixTable } from "../src/prediction/prefix-table.ts";
import { buildTrainingSet, type TrainingSet } from "../src/prediction/training-set.ts";
import type { LogWithAttributes } from "./predict-log.ts";

/** All cases count as ended: the papers don't ask which of them were under way. */
export async function buildSet(
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

export function maskWeights({ next, end }: RowWeights, counts: (row: number) => boolean): RowWeights {
  const mask = (weight: number, row: number): number => (counts(row) ? weight : 0);
  return { next: next.map(mask), end: end.map(mask) };
}

/** Whether a row of a table is that of a case's first event. */
export const isFirstEvent = ({ caseOfRow }: PrefixTable, row: number): boolean =>
  row === 0 || caseOfRow[row] !== caseOfRow[row - 1];
