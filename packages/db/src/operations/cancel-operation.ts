import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { OPERATION_COLUMNS, toOperationRecord, type OperationRecord } from "./operation-record.ts";

/** A client's request to stop an operation. */
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
  text: `SELECT ${OPERATION_COLUMNS} FROM end_operations('cancel', (
  SELECT coalesce(jsonb_agg(jsonb_build_object('operationId', id, 'cancellation', $4::jsonb)), '[]') FROM operations
  WHERE id = $1 AND tenant_id = $2 AND project_id = $3)) o`,
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
