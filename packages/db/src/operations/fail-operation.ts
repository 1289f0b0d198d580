import type { Sql } from "../client.ts";
import type { OperationError } from "./operation-record.ts";

const STATEMENT = {
  name: "fail-operation",
  text: `WITH o AS (
  UPDATE operations SET status = 'Failed', ended_at = now(), lease_until = NULL, next_attempt_at = NULL, version = version + 1,
    event_seq = event_seq + 1, error = $3
  WHERE (SELECT lock_batch($1)) AND id = $1 AND epoch = $2 AND status IN ('Initiated', 'Running')
  RETURNING *
)
SELECT end_phases(ARRAY[o.id], 'Failed'), append_operation_event(o.*::operations, 'operation.failed', jsonb_build_object('error', o.error))
FROM o`,
};

/**
 * Ends an operation as Failed.
 * @returns false when the caller no longer owns the operation
 */
export async function failOperation(
  sql: Sql,
  end: { operationId: string; epoch: number; error: OperationError },
): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [end.operationId, end.epoch, end.error]);
  return rowCount === 1;
}
