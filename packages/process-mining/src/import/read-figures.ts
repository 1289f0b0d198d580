import { cellText } from "./cell-text.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import type { ImportSuccess } from "./import-result.ts";
import { sqlName, sqlText } from "./sql-text.ts";

/** Counts and the time range of a table that was written. */
export async function readFigures(
  session: DuckDbSession,
  tablePath: string,
  columns: readonly Omit<ImportSuccess["columns"][number], "nulls">[],
  onFraction: (fraction: number) => void,
): Promise<Pick<ImportSuccess, "cases" | "activities" | "timeStart" | "timeEnd" | "columns">> {
  const nulls = columns.map(({ name }) => `count(*) - count(${sqlName(name)})`);
  const iso = (sql: string): string => `strftime(${sql}, '%Y-%m-%dT%H:%M:%S.%fZ')`;
  const [row = []] = await session.query(
    `SELECT count(DISTINCT case_id), count(DISTINCT activity), ${iso("min(timestamp)")}, ${iso("max(timestamp)")}, ${nulls.join(", ")} FROM read_parquet(${sqlText(tablePath)})`,
    onFraction,
  );
  const [cases, activities, timeStart, timeEnd, ...counts] = row;
  return {
    cases: Number(cases),
    activities: Number(activities),
    timeStart: cellText(timeStart),
    timeEnd: cellText(timeEnd),
    columns: columns.map((column, index) => ({ ...column, nulls: Number(counts[index] ?? 0) })),
  };
}
