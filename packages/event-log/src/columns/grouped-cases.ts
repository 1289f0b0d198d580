import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { NotPlain } from "../plain/not-plain.ts";
import type { StagedProfile } from "./profile-columns.ts";
import type { StagedColumn, StagedLog } from "../staging/staged-log.ts";

const TABLE = "filled_cases";
/** Formats of tables that people look at; others name the case of each record or lack it. */
const TABLES = new Set<StagedLog["format"]>(["csv", "csv.gz", "xlsx", "zip"]);
/** Share of the rows below the first of their case, at least: fewer lack their case one by one. */
const LEAST_SHARE = 0.25;
const LEAST_CASES = 2;
/** Beside its case, an event has at least what was done and when; wide tables have a name for it. */
const [LEAST_FULL, MOST_OTHERS] = [2, 40];
/** It is how such tables are made. */
const POINTS = 2;

/** Columns of the rows of a case, of which each row below the first has all but the case itself. */
interface GroupedRoles {
  readonly caseId: number;
  readonly activity: number;
  readonly timestamp: number | undefined;
}

/**
 * The log with the case of each row where the file names it only in the first row of its block, as reports and pivot tables do;
 * the import reports this. Null for any other log. In such a file no case is named twice, and nothing else that an event needs
 * is missing.
 * @throws NotPlain when all rows have to be staged to decide
 */
export async function fillGroupedCases(
  session: DuckDbSession,
  log: StagedLog,
  profile: StagedProfile,
  { caseId, activity, timestamp }: GroupedRoles,
): Promise<StagedLog | null> {
  const column = log.columns[caseId];
  if (column === undefined || !mayBeGrouped(profile, caseId)) return null;
  return fillDown(
    session,
    log,
    column,
    [activity, timestamp].flatMap((index) => log.columns[index ?? -1] ?? []),
  );
}

/** As `fillGroupedCases`, for a log whose roles can't be detected because of the gaps: its first column may be the case. */
export async function fillFirstColumn(session: DuckDbSession, log: StagedLog): Promise<StagedLog | null> {
  const [first, ...others] = log.columns;
  if (first === undefined || others.length > MOST_OTHERS || !TABLES.has(log.format)) return null;
  const [gaps = []] = await session.query(
    `SELECT ${others.map(({ sql }) => `count(*) FILTER (NOT ${isFilled(sql)})`).join(", ")} FROM ${log.relation}`,
  );
  const full = others.filter((_, at) => Number(gaps[at]) === 0);
  return full.length < LEAST_FULL ? null : fillDown(session, log, first, full);
}

const isFilled = (sql: string): string => `coalesce(trim(CAST(${sql} AS VARCHAR)), '') <> ''`;

/** Fills a column where it is filled as cases are, and the others that are needed are filled in all rows; else null. */
async function fillDown(
  session: DuckDbSession,
  log: StagedLog,
  column: StagedColumn,
  needed: readonly StagedColumn[],
): Promise<StagedLog | null> {
  const { name, sql } = column;
  if (column.type !== "VARCHAR" || !TABLES.has(log.format) || log.unpivoted !== undefined) return null;
  const areFilled = needed.map((other) => isFilled(other.sql)).join(" AND ");
  // Sums below a case and blank rows have none of the values that an event needs.
  const isRow = needed.map((other) => isFilled(other.sql)).join(" OR ");
  const isNamed = `(${isFilled(sql)} AND (${isRow}))`;
  const [counts = []] = await session.query(
    `SELECT count(*) FILTER (NOT ${isNamed} AND (${isRow})), count(*) FILTER (${isNamed}), count(DISTINCT ${sql}) FILTER (${isNamed}),
       count(*) FILTER (NOT (${areFilled}) AND (${isRow})), min(row_index) FILTER (${isNamed}), min(row_index) FROM ${log.relation}`,
  );
  const [blank = 0, named = 0, distinct = 0, unfilled = 0, firstNamed = 0, first = 0] = counts.map(Number);
  const isGrouped = named >= LEAST_CASES && distinct === named && unfilled === 0 && firstNamed === first;
  if (!isGrouped || blank < LEAST_SHARE * (blank + named)) return null;
  if (log.plain !== undefined) throw new NotPlain("cases are named in the first row of each");
  const fields = log.columns.map((each) =>
    each.sql === sql
      ? `last_value(CASE WHEN ${isNamed} THEN trim(${sql}) END IGNORE NULLS) OVER (ORDER BY row_index) AS ${sql}`
      : each.sql,
  );
  await session.query(
    `CREATE OR REPLACE TABLE ${TABLE} AS SELECT ${["row_index", ...fields].join(", ")} FROM ${log.relation} ORDER BY row_index`,
  );
  const relationOf = (some: readonly StagedColumn[]): string =>
    `(SELECT ${["row_index", ...some.map((each) => each.sql)].join(", ")} FROM ${TABLE})`;
  const doubts = [...(log.doubts ?? []), doubtFilled(name, blank, named)];
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
