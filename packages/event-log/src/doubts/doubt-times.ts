import type { DetectedTimeFormat } from "../time/time-format.ts";
import { cellText } from "../text/cell-text.ts";
import type { Doubt, DoubtKind } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { maxExamples } from "../terms/error-tally.ts";
import { FAR_TIMES, farBounds, isFarSql, type FarBounds } from "../duckdb/far-times.ts";
import type { TimeRole } from "../columns/detect-columns.ts";
import type { ImportedColumn, ImportSuccess } from "../terms/import-result.ts";
import type { FoundDoubt } from "../table/row-lists.ts";
import { sqlText } from "../text/sql-text.ts";

/** Days that programs write where they know no time, each far from most of any log. */
const PLACEHOLDER_DAYS = [
  "0001-01-01", "0001-01-02", "1582-10-15", "1601-01-01", "1753-01-01", "1753-01-02", "1754-08-30", "1800-01-01", "1858-11-17",
  "1899-12-29", "1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02", "1900-12-31", "1901-01-01", "1904-01-01", "1969-12-31",
  "1970-01-01", "1970-01-02", "1980-01-01", "2000-01-01", "2038-01-19", "2049-12-31", "2050-12-31", "2070-12-31", "2079-06-06", "2099-01-01",
  "2099-12-31", "2100-01-01", "2199-12-31", "2200-01-01", "2222-12-22", "2299-12-31", "2500-01-01", "2999-12-31", "3000-01-01", "4000-12-31",
  "4712-12-31", "8888-12-31", "9000-12-31", "9998-12-31", "9999-01-01", "9999-12-30", "9999-12-31",
]; // prettier-ignore

/** One point for each per cent of the cases that have such a time, whose durations it spoils. */
const MOST_POINTS = 40;

export const TIME_DOUBTS = ["PlaceholderTime", "OutlyingTime"] as const satisfies readonly DoubtKind[];

/**
 * Finds times that are hardly real: days that stand for "unknown" in many programs, and any time that lies further from the middle
 * half of the log than ten times its width and a year. They stay in the table, since only the owner knows. `far` has the bounds
 * of a role where they are known already; "none" where no time lies beyond them.
 */
export async function doubtTimes(
  session: DuckDbSession,
  tablePath: string,
  columns: readonly Omit<ImportedColumn, "nulls">[],
  { cases, timeStart, timeEnd }: Pick<ImportSuccess, "cases" | "timeStart" | "timeEnd">,
  far: ReadonlyMap<TimeRole, FarBounds | "none"> = new Map(),
): Promise<FoundDoubt[]> {
  const table = `read_parquet(${sqlText(tablePath)})`;
  const doubts: FoundDoubt[] = [];
  for (const column of columns) {
    const { role } = column;
    if (role !== "timestamp" && role !== "startTimestamp") continue;
    if (role === "timestamp" && daysBetween(timeStart, timeEnd) <= FAR_TIMES.days) continue;
    const bounds = far.get(role) ?? (await farBounds(session, column.name, table));
    if (bounds === null || bounds === "none") continue;
    const isNamed = (time: string): string =>
      `strftime(${time}, '%Y-%m-%d') IN (${PLACEHOLDER_DAYS.map(sqlText).join(", ")})`;
    const [isFar, named] = [isFarSql(bounds, column.name), isNamed(column.name)];
    const [counts] = await session.query(
      `SELECT count(*) FILTER (${named}), count(*), count(DISTINCT case_id) FILTER (${named}), count(DISTINCT case_id) FILTER (NOT ${named}) FROM ${table} WHERE ${isFar}`,
    );
    const [placeholders = 0, all = 0, placeholderCases = 0, outlyingCases = 0] = (counts ?? []).map(Number);
    if (all === 0) continue;
    const addDoubt = async (
      kind: "PlaceholderTime" | "OutlyingTime",
      count: number,
      affectedCases: number,
      select: (named: string) => string,
    ): Promise<void> => {
      if (count === 0) return;
      // The day is asked for of the few times that are far, whatever the database would evaluate first.
      const holds = (time: string): string =>
        `${isFarSql(bounds, time)} AND CASE WHEN ${isFarSql(bounds, time)} THEN ${select(isNamed(time))} ELSE false END`;
      const found = await session.query(
        `SELECT ${column.name}::VARCHAR, count(*) FROM ${table} WHERE ${holds(column.name)} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${maxExamples}`,
      );
      const values = found.map(([value]) => cellText(value));
      const name = column.sourceName ?? column.name;
      const what =
        kind === "PlaceholderTime" ? "the day that programs write for an unknown time" : "far from all others";
      doubts.push({
        kind,
        column: name,
        detail: `${count} ${count === 1 ? "time is" : "times are"} ${what} (${values.slice(0, 3).join(", ")}${values.length > 3 ? ", …" : ""}). They count as real ones in every duration; leave them out with placeholderTimes: "omit" in the mapping, or correct the source.`,
        count,
        examples: values.map((value) => ({ column: name, value })),
        points: Math.min(MOST_POINTS, Math.max(1, Math.round((1000 * affectedCases) / Math.max(1, cases)) / 10)),
        rows: {
          role,
          holds,
        },
      });
    };
    await addDoubt("PlaceholderTime", placeholders, placeholderCases, (isPlaceholder) => isPlaceholder);
    await addDoubt("OutlyingTime", all - placeholders, outlyingCases, (isPlaceholder) => `NOT ${isPlaceholder}`);
  }
  return doubts;
}

/** NaN where a time isn't known. */
const daysBetween = (first: string | null, last: string | null): number =>
  (Date.parse(last ?? "") - Date.parse(first ?? "")) / 86_400_000;

/** Columns whose values count time in more than one way, each read by its size. */
export function doubtUnits(
  names: readonly string[],
  times: readonly (DetectedTimeFormat | null)[],
  indexes: readonly (number | undefined)[],
): Doubt[] {
  return indexes.flatMap((index) => {
    const time = index === undefined ? null : times[index];
    if (index === undefined || time === null || time === undefined || time.mixedUnits.length < 2) return [];
    return [
      {
        kind: "MixedTimeUnits" as const,
        column: names[index] ?? "",
        detail: `The times are written as ${time.mixedUnits.join(" and ")}; each was read by its size.`,
        points: 2,
      },
    ];
  });
}
