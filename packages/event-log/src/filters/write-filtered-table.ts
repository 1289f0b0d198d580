import { openDuckDbSession, type DuckDbLimits } from "../duckdb/duckdb-session.ts";
import { sqlText } from "../text/sql-text.ts";
import { parquetOptions } from "../parquet/parquet-options.ts";

/** Writes the rows of an event table that belong to some cases and to some activities, in their order. @returns how many */
export async function writeFilteredTable(
  options: DuckDbLimits & {
    readonly tablePath: string;
    readonly keepsCase: (caseId: string) => boolean;
    readonly keepsActivity: (name: string) => boolean;
    readonly filteredPath: string;
  },
): Promise<number> {
  const session = await openDuckDbSession(options);
  const table = `read_parquet(${sqlText(options.tablePath)})`;
  const asFlag = (keeps: (text: string) => boolean) => (text: string) => (keeps(text) ? 1n : 0n);
  try {
    session.register({ name: "keeps_case", parameters: 1, run: asFlag(options.keepsCase) });
    session.register({ name: "keeps_activity", parameters: 1, run: asFlag(options.keepsActivity) });
    // Each name is looked up once, not once for each event.
    const kept = (column: string, ask: string): string =>
      `SELECT ${column} FROM (SELECT DISTINCT ${column} FROM ${table}) WHERE ${ask}(${column}) = 1`;
    const columns = await session.query(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${table})`);
    await session.query(
      `COPY (SELECT * EXCLUDE (file_row_number) FROM read_parquet(${sqlText(options.tablePath)}, file_row_number = true)
         WHERE case_id IN (${kept("case_id", "keeps_case")}) AND activity IN (${kept("activity", "keeps_activity")})
         ORDER BY file_row_number)
       TO ${sqlText(options.filteredPath)} (${parquetOptions(columns.length)})`,
    );
    const [counted] = await session.query(`SELECT count(*) FROM read_parquet(${sqlText(options.filteredPath)})`);
    return Number(counted?.[0]);
  } finally {
    await session.close();
  }
}
