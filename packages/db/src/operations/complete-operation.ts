import type { Sql } from "../client.ts";
import type { ResourceUsage } from "./operation-record.ts";

const STATEMENT = {
  name: "complete-operation",
  text: `WITH o AS (
  UPDATE operations SET status = 'Completed', progress = 100, ended_at = now(), lease_until = NULL, version = version + 1,
    event_seq = event_seq + 1, summary = $3, usage = coalesce($4, usage), phases_completed = total_phases, error = NULL
  WHERE (SELECT lock_batch($1)) AND id = $1 AND epoch = $2 AND status = 'Running'
    AND NOT EXISTS (SELECT 1 FROM phases WHERE operation_id = $1 AND status <> 'Completed')
  RETURNING *
)
SELECT append_operation_event(o.*::operations, 'operation.completed', jsonb_build_object('summary', o.summary)) FROM o`,
};

/**
 * Ends an operation as Completed; all its phases must be.
 * @returns false when the caller no longer owns the operation
 */
export async function completeOperation(
  sql: Sql,
  end: { operationId: string; epoch: number; summary: Record<string, unknown>; usage?: ResourceUsage },
): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [end.operationId, end.epoch, end.summary, end.usage ?? null]);
  return rowCount === 1;
}
