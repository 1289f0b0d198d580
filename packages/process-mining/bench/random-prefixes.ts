import { seededRandom, type Pacer } from "@longhaul/domain";
import type { PrefixTable } from "../src/prediction/prefix-table.ts";
import { allRows, type TrainingSet } from "../src/prediction/training-set.ts";
import { buildSet, maskWeights } from "./build-set.ts";
import type { LogWithAttributes } from "./predict-log.ts";

/** Share of the training data for choosing settings. */
const VALIDATION_SHARE = 0.2;
const JUDGED_SHARE = 0.2;

/** Draws what is judged and what settings are chosen by: prefixes, or all of a case together. */
export async function drawPrefixes(
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
