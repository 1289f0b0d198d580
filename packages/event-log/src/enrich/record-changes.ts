import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlName, sqlText } from "../text/sql-text.ts";

/** Notes in the table `changes` how `next_rows` differs from `event_rows`: values of `columns`, and rows that are gone. */
export async function recordChanges(
  session: DuckDbSession,
  { step, rule, columns }: { readonly step: number; readonly rule: string; readonly columns: readonly string[] },
): Promise<void> {
  const note = (column: string, before: string, after: string): string =>
    `INSERT INTO changes SELECT ${step}, ${sqlText(rule)}, case_id, cleaning_row_position, ${column}, ${before}, ${after}`;
  if (columns.length > 0) {
    const pairs = columns.map(
      (column, at) => `old.${sqlName(column)} AS before_${at}, new.${sqlName(column)} AS after_${at}`,
    );
    const differs = columns.map((column) => `old.${sqlName(column)} IS DISTINCT FROM new.${sqlName(column)}`);
    await session.query(
      `CREATE TEMP TABLE differing_rows AS SELECT old.case_id, cleaning_row_position, ${pairs.join(", ")}
       FROM event_rows old JOIN next_rows new USING (cleaning_row_position) WHERE ${differs.join(" OR ")}`,
    );
    for (const [at, column] of columns.entries()) {
      const [before, after] = [`before_${at}`, `after_${at}`];
      await session.query(
        `${note(sqlText(column), `CAST(${before} AS VARCHAR)`, `CAST(${after} AS VARCHAR)`)}
         FROM differing_rows WHERE ${before} IS DISTINCT FROM ${after}`,
      );
    }
    await session.query("DROP TABLE differing_rows");
  }
  const [counts] = await session.query("SELECT (SELECT count(*) FROM event_rows), (SELECT count(*) FROM next_rows)");
  if (counts?.[0] === counts?.[1]) return;
  await session.query(
    `${note("NULL", "concat_ws(' @ ', activity, CAST(timestamp AS VARCHAR))", "NULL")} FROM event_rows ANTI JOIN next_rows USING (cleaning_row_position)`,
  );
}
