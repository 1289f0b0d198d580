import { castExpression, isNumeric, type ValueType } from "../text/detect-value-type.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { isMissingWordSql, isNoNumberSql } from "../text/missing-words.ts";
import type { TimeRole } from "./detect-columns.ts";
import type { ColumnRole } from "../terms/import-result.ts";
import type { StagedLog } from "../staging/staged-log.ts";

/** What decides the types of the columns that have no role. */
export interface TypePlan {
  readonly log: StagedLog;
  readonly roles: Partial<Record<ColumnRole, number>>;
  /** SQL that reads the time columns as UTC TIMESTAMP, for a role with the time of day that the role has. */
  readonly timeOf: (column: number, role?: TimeRole) => string;
  /** Type that each text column may turn out to have. */
  readonly types: readonly ValueType[];
}

/** Columns whose types one statement checks: what planning one costs grows with their square. */
const COLUMNS_PER_CHECK = 40;

export interface SettledTypes {
  readonly types: readonly ValueType[];
  /** How many values of a column haven't the type that its sample suggests, by column that was checked. */
  readonly mismatches: ReadonlyMap<number, number>;
}

/** The types that all values of their columns have, not only those of the sample. */
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

/** SQL that is true for a value that isn't of the type, and says more than that there is none. */
function mismatchSql(sql: string, value: string, type: ValueType = "VARCHAR"): string {
  const isNothing = [isMissingWordSql(sql), ...(isNumeric(type) ? [isNoNumberSql(sql)] : [])].join(" OR ");
  return `CASE WHEN ${sql} IS NULL OR (${value}) IS NOT NULL THEN false ELSE NOT (${isNothing}) AND trim(${sql}) <> '' END`;
}

/** SQL that gives an attribute its type, null where it stays as it is. */
export function valueExpression(plan: TypePlan, index: number): string | null {
  const column = plan.log.columns[index];
  const type = plan.types[index] ?? "VARCHAR";
  if (column === undefined || column.type !== "VARCHAR" || type === "VARCHAR" || isRole(plan, index)) return null;
  return type === "TIMESTAMP" ? plan.timeOf(index) : castExpression(column.sql, type);
}

export const isRole = (plan: TypePlan, index: number): boolean => Object.values(plan.roles).includes(index);
