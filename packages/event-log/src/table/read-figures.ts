import { cellText } from "../text/cell-text.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import type { ColumnRole, ImportSuccess } from "../terms/import-result.ts";
import { COLUMNS_PER_COUNT, MAX_ROWS_COUNTED } from "./column-quality.ts";
import { countDistinctSql, sqlName, sqlText } from "../text/sql-text.ts";

/** Roles whose values are numbered when a log is read: what they take of memory grows with their number. */
const BOUNDED_ROLES: ReadonlySet<ColumnRole> = new Set(["caseId", "activity", "resource", "lifecycle"]);

/** A table of more activities than this, or of names of more characters together, doesn't list them. */
export const MOST_LISTED = 500;
const MOST_LISTED_CHARACTERS = 20_000;

/** The names of a table's activities, in code point order; null where they are too many to be listed. */
export async function listActivities(
  session: DuckDbSession,
  tablePath: string,
  activities: number,
): Promise<readonly string[] | null> {
  if (activities > MOST_LISTED) return null;
  const rows = await session.query(`SELECT activity FROM read_parquet(${sqlText(tablePath)}) GROUP BY 1 ORDER BY 1`);
  const names = rows.map(([name]) => cellText(name));
  return listable(names);
}

/** The names of a table's activities; null where they are too many to be listed. */
export function listable(names: readonly string[]): readonly string[] | null {
  return names.reduce((sum, name) => sum + name.length, 0) > MOST_LISTED_CHARACTERS ? null : names;
}

/** @throws ImportRefusal where a column of a role that is numbered has more different values than are accepted */
export function checkDistinct(
  bounds: ImportBounds,
  columns: readonly Omit<ImportSuccess["columns"][number], "nulls">[],
  distinct: ReadonlyMap<string, number>,
): void {
  for (const { name, sourceName = name, role } of columns) {
    if (role === undefined || !BOUNDED_ROLES.has(role)) continue;
    const limit = role === "caseId" ? "maxCases" : "maxDistinctValues";
    bounds.checkDistinct(limit, distinct.get(name) ?? 0, sourceName, role);
  }
}

/** Counts and the time range of a table of so many events that was written. */
export async function readFigures(
  session: DuckDbSession,
  tablePath: string,
  columns: readonly Omit<ImportSuccess["columns"][number], "nulls">[],
  events: number,
  bounds: ImportBounds,
  onFraction: (fraction: number) => void,
): Promise<
  Pick<ImportSuccess, "cases" | "activities" | "activityNames" | "timeStart" | "timeEnd" | "columns"> & {
    /** Different values by column, of those that were counted. */
    readonly distinct: ReadonlyMap<string, number>;
  }
> {
  const nulls = columns.map(({ name }) => `count(*) - count(${sqlName(name)})`);
  const iso = (sql: string): string => `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%fZ')`;
  // Where they may be counted exactly, by one statement, all are.
  const areAllCounted = events <= MAX_ROWS_COUNTED && columns.length <= COLUMNS_PER_COUNT;
  const kinds = columns.filter(({ role }) => areAllCounted || (role !== undefined && BOUNDED_ROLES.has(role)));
  const distinct = kinds.map(({ name }) => countDistinctSql(name, events));
  const [row = []] = await session.query(
    `SELECT ${iso("min(timestamp)")}, ${iso("max(timestamp)")}, ${[...distinct, ...nulls].join(", ")} FROM read_parquet(${sqlText(tablePath)})`,
    onFraction,
  );
  const [timeStart, timeEnd, ...rest] = row;
  const counts = rest.slice(kinds.length);
  const valuesOf = (wanted: ColumnRole): number => Number(rest[kinds.findIndex(({ role }) => role === wanted)] ?? 0);
  const counted = new Map(kinds.map(({ name }, at) => [name, Number(rest[at])]));
  checkDistinct(bounds, columns, counted);
  const activities = valuesOf("activity");
  return {
    cases: valuesOf("caseId"),
    activities,
    activityNames: await listActivities(session, tablePath, activities),
    timeStart: timeStart === null || timeStart === undefined ? null : cellText(timeStart),
    timeEnd: timeEnd === null || timeEnd === undefined ? null : cellText(timeEnd),
    columns: columns.map((column, index) => ({ ...column, nulls: Number(counts[index] ?? 0) })),
    distinct: counted,
  };
}
