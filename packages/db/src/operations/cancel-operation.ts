import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { OPERATION_COLUMNS, toOperationRecord, type OperationRecord } from "./operation-record.ts";

/** A client's wish to stop an operation. */
export interface CancelRequest {
  readonly operationId: string;
  readonly cancelledBy: string;
  readonly reason?: string;
  readonly preservePartialResults: boolean;
  readonly forceTermination: boolean;
  readonly notifyCallbacks: boolean;
}

const STATEMENT = {
  name: "cancel-operation",
  text: `WITH o AS (
  UPDATE operations SET status = 'Cancelled', ended_at = now(), lease_until = NULL, next_attempt_at = NULL, version = version + 1,
    epoch = epoch + 1, event_seq = event_seq + 1,
    cancellation = $4::jsonb || jsonb_strip_nulls(jsonb_build_object('progress', progress,
      'phase', CASE WHEN started_at IS NOT NULL THEN current_phase END))
  WHERE (SELECT lock_batch($1)) AND id = $1 AND tenant_id = $2 AND project_id = $3 AND status IN ('Initiated', 'Running')
  RETURNING *
)
SELECT ${OPERATION_COLUMNS}, end_phases(ARRAY[o.id], 'Cancelled'), append_operation_event(o.*::operations, 'operation.cancelled',
  jsonb_strip_nulls(jsonb_build_object('reason', o.cancellation->'reason', 'cancelledBy', o.cancellation->'cancelledBy'))) FROM o`,
};

/** Ends an operation as Cancelled, at once and whatever its worker does. @returns null when it has ended already or isn't there */
export async function cancelOperation(sql: Sql, scope: Scope, request: CancelRequest): Promise<OperationRecord | null> {
  const { operationId, ...cancellation } = request;
  const { rows } = await sql.query<Record<string, unknown>>(STATEMENT, [
    operationId,
    scope.tenantId,
    scope.projectId,
    cancellation,
  ]);
  return rows[0] === undefined ? null : toOperationRecord(rows[0]);
}
