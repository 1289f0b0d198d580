import type { Sql } from "../client.ts";

/** Folds appended changes into the counters. @returns how many changes were folded */
export async function compactCounts(sql: Sql, limit: number): Promise<number> {
  const { rows } = await sql.query<{ folded: number }>("SELECT compact_operation_counts($1) AS folded", [limit]);
  return rows[0]?.folded ?? 0;
}
