import { cellText } from "../text/cell-text.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlName, sqlText } from "../text/sql-text.ts";

/** Columns to take from another table. */
export interface TableJoin {
  /** The other table, in Parquet. */
  readonly tablePath: string;
  /** Column of the event table whose values are looked up. */
  readonly key: string;
  /** Column of the other table in which they are; default the same name. */
  readonly otherKey?: string;
  /** Columns of the other table to add; default all but its key. */
  readonly columns?: readonly string[];
  /** Put before the names of the new columns. */
  readonly prefix?: string;
}

export interface JoinReport {
  readonly matchedRows: number;
  readonly unmatchedRows: number;
  /** Keys of the other table that have several rows: the first one counts. */
  readonly repeatedKeys: number;
}

/** A join names a column that its table hasn't. */
export class ColumnMissingError extends Error {
  readonly column: string;

  constructor(column: string, where: string, columns: readonly string[]) {
    super(`${where} has no column "${column}"; its columns are ${columns.map((name) => `"${name}"`).join(", ")}`);
    this.name = "ColumnMissingError";
    this.column = column;
  }
}

/** How to join a table: keys are compared as text; a row without a match gets NULLs. */
export async function planTableJoin(
  session: DuckDbSession,
  join: TableJoin,
  existing: readonly string[],
): Promise<{
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly sql: string; readonly origin: string }[];
  readonly report: JoinReport;
}> {
  const source = `read_parquet(${sqlText(join.tablePath)}, file_row_number = true)`;
  const described = await session.query(
    `SELECT column_name FROM (DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${source})`,
  );
  const others = described.map(([name]) => cellText(name));
  const otherKey = join.otherKey ?? join.key;
  const columns = join.columns ?? others.filter((name) => name !== otherKey);
  if (!existing.includes(join.key)) throw new ColumnMissingError(join.key, "the dataset", existing);
  for (const name of [otherKey, ...columns]) {
    if (!others.includes(name)) throw new ColumnMissingError(name, "the joined dataset", others);
  }
  const fields = columns.map((name, at) => `${sqlName(name)} AS joined_${at}`);
  // The first row of each key, whatever the order in which rows are read.
  await session.query(
    `CREATE TEMP TABLE joined_rows AS SELECT join_key, join_count, ${fields.map((_, at) => `joined_${at}`).join(", ")} FROM (
       SELECT CAST(${sqlName(otherKey)} AS VARCHAR) AS join_key, file_row_number AS join_row, ${fields.join(", ")} FROM ${source}
     ) JOIN (
       SELECT min(file_row_number) AS first_row, count(*) AS join_count FROM ${source}
       WHERE ${sqlName(otherKey)} IS NOT NULL GROUP BY CAST(${sqlName(otherKey)} AS VARCHAR)
     ) ON join_row = first_row`,
  );
  const on = `CAST(event_rows.${sqlName(join.key)} AS VARCHAR) = joined_rows.join_key`;
  const [counts] = await session.query(
    `SELECT count(joined_rows.join_key), count(*) - count(joined_rows.join_key), (SELECT count(*) FROM joined_rows WHERE join_count > 1)
     FROM event_rows LEFT JOIN joined_rows ON ${on}`,
  );
  const [matchedRows = 0, unmatchedRows = 0, repeatedKeys = 0] = (counts ?? []).map(Number);
  return {
    sql: `LEFT JOIN joined_rows ON ${on}`,
    columns: columns.map((name, at) => ({
      name: `${join.prefix ?? ""}${name}`,
      sql: `joined_rows.joined_${at}`,
      origin: `joined: ${name}`,
    })),
    report: { matchedRows, unmatchedRows, repeatedKeys },
  };
}
