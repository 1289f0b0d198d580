import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "timeout-operations",
  text: `WITH seen AS MATERIALIZED (
  SELECT id, batch_id FROM operations WHERE ended_at IS NULL AND timeout_at <= now() ORDER BY timeout_at LIMIT $1
), due AS (
  SELECT id, jsonb_strip_nulls(jsonb_build_object('code', 'timeout',
      'message', format('the operation did not end within its timeout of %s seconds; retry it with a longer newTimeout', timeout_sec),
      'phase', CASE WHEN started_at IS NOT NULL THEN current_phase END)) AS error
  FROM operations
  WHERE (SELECT lock_batches(array(SELECT id FROM seen WHERE batch_id IS NOT NULL))) AND id IN (SELECT id FROM seen)
    AND ended_at IS NULL AND timeout_at <= now()
  FOR UPDATE SKIP LOCKED
)
SELECT id FROM end_operations('timeout', (SELECT coalesce(jsonb_agg(jsonb_build_object('operationId', id, 'error', error)), '[]') FROM due))`,
};

/** Ends operations that are past their deadline, by the database's clock. @returns their ids */
export async function timeoutOperations(sql: Sql, limit: number): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(STATEMENT, [limit]);
  return rows.map(({ id }) => id);
}
