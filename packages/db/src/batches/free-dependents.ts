import type { Sql } from "../client.ts";

/**
 * Frees more operations of a batch whose dependencies have all completed, in the order of the batch: the end of one that
 * frees many frees only the first 32 itself.
 * @returns those that may run now, at most 100; none when no more are left
 */
export async function freeDependents(sql: Sql, batchId: string): Promise<string[]> {
  const { rows } = await sql.query<{ readonly id: string }>(
    { name: "free-dependents", text: "SELECT id FROM free_dependents($1) AS id" },
    [batchId],
  );
  return rows.map(({ id }) => id);
}

/** Batches in which operations wait that could be freed. */
export async function listFreeingBatches(sql: Sql, limit: number): Promise<string[]> {
  const { rows } = await sql.query<{ readonly id: string }>("SELECT id FROM batches WHERE freeing LIMIT $1", [limit]);
  return rows.map(({ id }) => id);
}
