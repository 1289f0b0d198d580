import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "list-superseded-results",
  text: `SELECT original.id, original.root_id AS "rootId"
FROM operations retry JOIN operations original ON original.id = retry.retry_of
WHERE retry.stage = 'Completed' AND retry.root_id IS NOT NULL AND retry.ended_at > now() - interval '1 day'
  AND retry.retry->>'preserveOriginalResults' = 'false' AND original.purged_at IS NULL
ORDER BY retry.ended_at LIMIT $1`,
};

/** Operations whose results are to go because a retry of them has completed that asked for it. */
export async function listSupersededResults(sql: Sql, limit: number): Promise<{ id: string; rootId: string | null }[]> {
  const { rows } = await sql.query<{ id: string; rootId: string | null }>(STATEMENT, [limit]);
  return rows;
}
