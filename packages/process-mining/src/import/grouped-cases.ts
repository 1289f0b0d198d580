import type { Doubt } from "./doubt.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import { NotPlain } from "./plain-csv/not-plain.ts";
import type { StagedProfile } from "./profile-columns.ts";
import type { StagedColumn, StagedLog } from "./staged-log.ts";

const TABLE = "filled_cases";
/** Formats of tables that people look at; others name the case of each record or lack it. */
const TABLES = new Set<StagedLog["format"]>(["csv", "csv.gz", "xlsx", "zip"]);
/** Share of the rows below the first of their case, at least: fewer lack their case one by one. */
const LEAST_SHARE = 0.25;
const LEAST_CASES = 2;
/** It is how such tables are made. */
const POINTS = 2;

/** Columns of the rows of a case, of which each row below the first has all but the case itself. */
export interface GroupedRoles {
  readonly caseId: number;
  readonly activity: number;
  readonly timestamp: number | undefined;
}

/**
 * The log with the case of each row where the file names it only in the first row of its block, as reports and pivot tables do,
 * which is told; null for any other log. In such a file no case is named twice, and nothing else that an event needs is missing.
 * @throws NotPlain when all rows have to be staged to tell
 */
export async function fillGroupedCases(
  session: DuckDbSession,
  log: StagedLog,
  profile: StagedProfile,
  { caseId, activity, timestamp }: GroupedRoles,
): Promise<StagedLog | null> {
  const column = log.columns[caseId];
  if (column === undefined || column.type !== "VARCHAR" || !TABLES.has(log.format) || log.unpivoted !== undefined)
    return null;
  if (!mayBeGrouped(profile, caseId)) return null;
  if (log.plain !== undefined) throw new NotPlain("cases are named in the first row of each");
  const needed = [activity, timestamp].flatMap((index) => log.columns[index ?? -1] ?? []);
  const isNamed = `coalesce(trim(${column.sql}), '') <> ''`;
  const isFilled = needed.map(({ sql }) => `coalesce(trim(CAST(${sql} AS VARCHAR)), '') <> ''`).join(" AND ");
  const [counts = []] = await session.query(
    `SELECT count(*) FILTER (NOT ${isNamed}), count(*) FILTER (${isNamed}), count(DISTINCT ${column.sql}) FILTER (${isNamed}),
       count(*) FILTER (NOT (${isFilled})), min(row_index) FILTER (${isNamed}), min(row_index) FROM ${log.relation}`,
  );
  const [blank = 0, named = 0, distinct = 0, unfilled = 0, firstNamed = 0, first = 0] = counts.map(Number);
  const isGrouped = named >= LEAST_CASES && distinct === named && unfilled === 0 && firstNamed === first;
  if (!isGrouped || blank < LEAST_SHARE * log.rows) return null;
  const fields = log.columns.map(({ sql }) =>
    sql === column.sql ? `last_value(nullif(trim(${sql}), '') IGNORE NULLS) OVER (ORDER BY row_index) AS ${sql}` : sql,
  );
  await session.query(
    `CREATE OR REPLACE TABLE ${TABLE} AS SELECT ${["row_index", ...fields].join(", ")} FROM ${log.relation} ORDER BY row_index`,
  );
  const relationOf = (some: readonly StagedColumn[]): string =>
    `(SELECT ${["row_index", ...some.map(({ sql }) => sql)].join(", ")} FROM ${TABLE})`;
  const doubts = [...(log.doubts ?? []), doubtFilled(column.name, blank, named)];
  return { ...log, relation: relationOf(log.columns), relationOf, doubts };
}

/** By the sample, which needn't have whole blocks at its gap. */
function mayBeGrouped({ rows, gapAt }: StagedProfile, caseId: number): boolean {
  const named = rows.slice(0, gapAt).flatMap((row) => row[caseId] ?? []);
  const isRare = named.length <= (1 - LEAST_SHARE / 2) * Math.min(gapAt, rows.length);
  return isRare && (rows[0]?.[caseId] ?? null) !== null && new Set(named).size === named.length;
}

const doubtFilled = (column: string, count: number, cases: number): Doubt => ({
  kind: "FilledCases",
  column,
  detail: `"${column}" is filled in the first row of each of ${cases} cases only; the ${count} rows below were taken for rows of the case above them. Export the case in each row if that is wrong.`,
  count,
  points: POINTS,
});
