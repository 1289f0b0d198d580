import type { ColumnRole } from "./import-result.ts";

/** The event table's column name for each role, in the table's order. */
export const roleColumnNames = {
  caseId: "case_id",
  activity: "activity",
  timestamp: "timestamp",
  startTimestamp: "start_timestamp",
  resource: "resource",
  lifecycle: "lifecycle",
} as const satisfies Record<ColumnRole, string>;

/** What DuckDB calls the number of a Parquet row; it can't read a file by row that has a column of that name. */
const ROW_NUMBER = "file_row_number";

/** Column of the rows that have no time: how many rows of their case stand before them in the table. */
export const ROWS_BEFORE = "rows_before_in_case";

/**
 * Table names for source columns: the source's name, with `_2`, `_3`, … appended where that is taken. Names that differ
 * only in case count as equal, as they do in SQL. The names of role columns, of the row number and of `ROWS_BEFORE` are always
 * taken.
 */
export function createTableNames(sourceNames: readonly string[]): string[] {
  const taken = new Set<string>([...Object.values(roleColumnNames), ROW_NUMBER, ROWS_BEFORE]);
  return sourceNames.map((source) => {
    let name = source;
    for (let suffix = 2; taken.has(name.toLowerCase()); suffix++) name = `${source}_${suffix}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
