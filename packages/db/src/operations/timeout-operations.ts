import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "timeout-operations",
  text: `WITH seen AS MATERIALIZED (
  SELECT id, batch_id FROM operations WHERE status IN ('Initiated', 'Running') AND timeout_at <= now() ORDER BY timeout_at LIMIT $1
), due AS (
  SELECT id FROM operations
  WHERE (SELECT lock_batches(array(SELECT id FROM seen WHERE batch_id IS NOT NULL))) AND id IN (SELECT id FROM seen)
    AND status IN ('Initiated', 'Running') AND timeout_at <= now()
  FOR UPDATE SKIP LOCKED
), o AS (
  UPDATE operations o SET status = 'Timeout', ended_at = now(), lease_until = NULL, next_attempt_at = NULL, version = o.version + 1,
    epoch = o.epoch + 1, event_seq = o.event_seq + 1,
    error = jsonb_strip_nulls(jsonb_build_object('code', 'timeout',
      'message', format('the operation did not end within its timeout of %s seconds; retry it with a longer newTimeout', o.timeout_sec),
      'phase', CASE WHEN o.started_at IS NOT NULL THEN o.current_phase END))
  FROM due WHERE o.id = due.id
  RETURNING o.*
)
SELECT array_agg(o.id) AS ids, end_phases(array_agg(o.id), 'Failed'), append_operation_events(array_agg(o.*::operations), 'operation.failed',
  array_agg(jsonb_build_object('error', o.error))) FROM o`,
};

/** Ends operations that are past their deadline, by the database's clock. @returns their ids */
export async function timeoutOperations(sql: Sql, limit: number): Promise<string[]> {
  const { rows } = await sql.query<{ ids: string[] | null }>(STATEMENT, [limit]);
  return rows[0]?.ids ?? [];
}
