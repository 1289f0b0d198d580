/** A string as an SQL literal. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A name as a quoted SQL identifier. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Up to so many rows a list of a column's values takes less time and memory than a table of those that differ. */
const FEW_ROWS = 20_000;

/** SQL of the number of a column's different values in a table of so many rows. */
export const countDistinctSql = (column: string, rows: number): string =>
  rows > FEW_ROWS ? `count(DISTINCT ${sqlName(column)})` : `coalesce(list_unique(list(${sqlName(column)})), 0)`;
