import type { ColumnFacts } from "./column-facts.ts";
import { caseEvidence } from "./role-evidence.ts";

/** Rows that a value of the finer column has, at least, on average. */
const LEAST_ROWS = 1.5;
/** How many more values it has than the coarser one. */
const LEAST_MORE = 1.2;
const LEAST_EVIDENCE = 0.5;

/**
 * A column whose values each belong to one value of the column that was taken as the case, and recur: each visit has one patient,
 * who comes again. It may be the case as well; null where there is none.
 */
export function findNestedCase(
  columns: readonly ColumnFacts[],
  owner: ColumnFacts,
  time: ColumnFacts,
  taken: ReadonlySet<ColumnFacts>,
): ColumnFacts | null {
  return columns.find((column) => !taken.has(column) && isNestedCase(columns, column, owner, time)) ?? null;
}

function isNestedCase(
  columns: readonly ColumnFacts[],
  column: ColumnFacts,
  owner: ColumnFacts,
  time: ColumnFacts,
): boolean {
  const { codes, distinct, filled, fractions } = column;
  const isFiner = distinct >= LEAST_MORE * owner.distinct && filled >= LEAST_ROWS * distinct;
  if (!isFiner || filled < codes.length || column.time !== null || fractions > 0) return false;
  const owners = new Map<number, number>();
  for (const [row, code] of codes.entries()) {
    const own = owner.codes[row] ?? -1;
    if ((owners.get(code) ?? own) !== own) return false;
    owners.set(code, own);
  }
  return caseEvidence(column, time, columns) >= LEAST_EVIDENCE;
}
