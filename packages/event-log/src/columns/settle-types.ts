import { castExpression, isNumeric, type ValueType } from "../text/detect-value-type.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { isMissingWordSql, isNoNumberSql } from "../text/missing-words.ts";
import type { TimeRole } from "./detect-columns.ts";
import type { ColumnRole } from "../terms/import-result.ts";
import type { StagedLog } from "../staging/staged-log.ts";

/** The input of `settleTypes`, which decides the types of the columns without a role. */
export interface TypePlan {
  readonly log: StagedLog;
  readonly roles: Partial<Record<ColumnRole, number>>;
  /** SQL that reads a time column as UTC TIMESTAMP. With a `role`, it adds the role's separate time-of-day column. */
  readonly timeOf: (column: number, role?: TimeRole) => string;
  /** Type that each text column may turn out to have. */
  readonly types: readonly ValueType[];
}

/** Columns that one statement checks: its planning time grows with the square of their number. */
const COLUMNS_PER_CHECK = 40;

export interface SettledTypes {
  readonly types: readonly ValueType[];
  /** For each column that was checked, how many of its values don't have the type that the sample suggests. */
  readonly mismatches: ReadonlyMap<number, number>;
}

/** Checks the types that the sample suggests on all values. A column with a mismatch stays VARCHAR. */
export async function settleTypes(
  session: DuckDbSession,
  plan: TypePlan,
  onFraction: (fraction: number) => void,
): Promise<SettledTypes> {
  const typed = plan.log.columns.flatMap((column, index) => {
    const value = valueExpression(plan, index);
    return value === null ? [] : [{ column, index, mismatch: mismatchSql(column.sql, value, plan.types[index]) }];
  });
  const types = plan.types.map((): ValueType => "VARCHAR");
  const mismatches = new Map<number, number>();
  for (let from = 0; from < typed.length; from += COLUMNS_PER_CHECK) {
    const some = typed.slice(from, from + COLUMNS_PER_CHECK);
    const counts = some.map(({ mismatch }) => `count(*) FILTER (${mismatch})`).join(", ");
    const relation = plan.log.relationOf(some.map(({ column }) => column));
    const [found = []] = await session.query(`SELECT ${counts} FROM ${relation}`, (fraction) =>
      onFraction((from + fraction * some.length) / typed.length),
    );
    for (const [at, { index }] of some.entries()) {
      mismatches.set(index, Number(found[at]));
      if (Number(found[at]) === 0) types[index] = plan.types[index] ?? "VARCHAR";
    }
  }
  return { types, mismatches };
}

/** SQL that is true for a value that doesn't have the type. Empty values and words such as `n/a` don't count. */
function mismatchSql(sql: string, value: string, type: ValueType = "VARCHAR"): string {
  const isNothing = [isMissingWordSql(sql), ...(isNumeric(type) ? [isNoNumberSql(sql)] : [])].join(" OR ");
  return `CASE WHEN ${sql} IS NULL OR (${value}) IS NOT NULL THEN false ELSE NOT (${isNothing}) AND trim(${sql}) <> '' END`;
}

/** SQL that casts an attribute to its type; null when the column stays as it is. */
export function valueExpression(plan: TypePlan, index: number): string | null {
  const column = plan.log.columns[index];
  const type = plan.types[index] ?? "VARCHAR";
  if (column === undefined || column.type !== "VARCHAR" || type === "VARCHAR" || isRole(plan, index)) return null;
  return type === "TIMESTAMP" ? plan.timeOf(index) : castExpression(column.sql, type);
}

export const isRole = (plan: TypePlan, index: number): boolean => Object.values(plan.roles).includes(index);
