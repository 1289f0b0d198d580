import type { Sql } from "../client.ts";

/** Notes the words of up to `limit` operations that came or ended, so that they can be searched. @returns how many it looked at */
export async function indexOperations(sql: Sql, limit: number): Promise<number> {
  const { rows } = await sql.query<{ done: number }>("SELECT index_operations($1) AS done", [limit]);
  return rows[0]?.done ?? 0;
}
