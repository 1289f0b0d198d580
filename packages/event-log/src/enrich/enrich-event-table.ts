import { parquetOptions } from "../parquet/parquet-options.ts";
import { roleColumnNames, createTableNames } from "../terms/event-table-columns.ts";
import { cellText } from "../text/cell-text.ts";
import { openDuckDbSession, type DuckDbLimits, type DuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlName, sqlText } from "../text/sql-text.ts";
import { DERIVED_COLUMNS, derivedColumnSql, type DerivedColumn, type Shift } from "./derived-column.ts";
import { prepareFacts } from "./prepare-facts.ts";
import { planTableJoin, type JoinReport, type TableJoin } from "./table-join.ts";

export interface EnrichOptions extends DuckDbLimits {
  /** Event table in Parquet; the rows of each case are neighbours. */
  readonly tablePath: string;
  readonly derivedColumns: readonly DerivedColumn[];
  /** IANA zone or ±HH:MM of hours, weekdays and shifts; default UTC. */
  readonly timezone?: string;
  /** Default three of eight hours, beginning at 6, 14 and 22. */
  readonly shifts?: readonly Shift[];
  readonly join?: TableJoin;
  /** Where the wider table goes: the same rows in the same order. */
  readonly enrichedPath: string;
  readonly onProgress?: (fraction: number, activity: string) => void;
}

/** What was added to a table. */
export interface EnrichReport {
  /** The name that each new column got, which differs from the usual one where the table had that already. */
  readonly columns: readonly { readonly name: string; readonly type: string; readonly origin: string }[];
  readonly join: JoinReport | null;
}

/**
 * Adds columns to an event table: derived ones, and those of another table by key. Existing columns are never replaced.
 * @throws ColumnMissingError when the join names a column that isn't there
 */
export async function enrichEventTable(options: EnrichOptions): Promise<EnrichReport> {
  const session = await openDuckDbSession(options);
  try {
    const report = options.onProgress ?? (() => undefined);
    await session.query(
      `CREATE TEMP VIEW event_rows AS SELECT * FROM read_parquet(${sqlText(options.tablePath)}, file_row_number = true)`,
    );
    const existing = await columnsOf(session, "event_rows");
    const wanted = DERIVED_COLUMNS.filter((name) => options.derivedColumns.includes(name));
    const derived = wanted.map((column) => ({ ...derivedColumnSql(column, options), origin: column as string }));
    report(0.05, "Deriving columns");
    const facts = await prepareFacts(session, wanted, existing.includes("start_timestamp"));
    report(0.4, "Joining");
    const join = options.join === undefined ? null : await planTableJoin(session, options.join, existing);
    const added = [...derived, ...(join?.columns ?? [])];
    const taken = existing.filter((name) => !roleColumns.has(name));
    const names = createTableNames([...taken, ...added.map(({ name }) => name)]).slice(taken.length);
    const fields = added.map(({ sql }, at) => `${sql} AS ${sqlName(names[at] ?? "")}`);
    report(0.5, "Writing the table");
    // Joins don't keep the order of rows.
    const order = facts === "" && join === null ? "" : "ORDER BY event_rows.file_row_number";
    await session.query(
      `COPY (SELECT ${["event_rows.* EXCLUDE (file_row_number)", ...fields].join(", ")} FROM event_rows ${facts} ${join?.sql ?? ""} ${order})
       TO ${sqlText(options.enrichedPath)} (${parquetOptions(existing.length + fields.length)})`,
      (fraction) => report(0.5 + fraction / 2, "Writing the table"),
    );
    const types = await session.query(
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${sqlText(options.enrichedPath)}))`,
    );
    const typeOf = new Map(types.map(([name, type]) => [cellText(name), cellText(type)]));
    return {
      columns: added.map(({ origin }, at) => {
        const name = names[at] ?? "";
        return { name, type: typeOf.get(name) ?? "", origin };
      }),
      join: join?.report ?? null,
    };
  } finally {
    await session.close();
  }
}

/** Names that no new column gets in any case. */
const roleColumns: ReadonlySet<string> = new Set(Object.values(roleColumnNames));

async function columnsOf(session: DuckDbSession, table: string): Promise<string[]> {
  const described = await session.query(`SELECT column_name FROM (DESCRIBE ${table})`);
  return described.map(([name]) => cellText(name)).filter((name) => name !== "file_row_number");
}
