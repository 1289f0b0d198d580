import type { Priority, RetryPolicy } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { OperationCallbacks } from "./operation-record.ts";

/** An operation to be accepted. */
export interface NewOperation {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  readonly priority: Priority;
  readonly parameters: Record<string, unknown>;
  readonly callbacks?: OperationCallbacks;
  readonly notifications?: Record<string, unknown>;
  readonly retryPolicy?: RetryPolicy;
  readonly timeoutSec: number;
  readonly cpuUnits: number;
  readonly memoryGb: number;
  readonly estimatedLowSec: number;
  readonly estimatedHighSec: number;
  readonly estimatedCost?: number;
  readonly datasetId?: string;
  readonly inputRecords?: number;
  readonly createdBy: string;
  readonly phases: readonly { readonly name: string; readonly weight: number }[];
}

const STATEMENT = {
  name: "create-operation",
  text: `WITH o AS (
  INSERT INTO operations (id, tenant_id, project_id, type, name, description, priority, status, parameters, callbacks,
    notifications, retry_policy, timeout_sec, timeout_at, cpu_units, memory_gb, estimated_low_sec, estimated_high_sec,
    estimated_cost, dataset_id, input_records, created_by, total_phases, current_phase, event_seq)
  SELECT $1, $2, $3, $4, $5, $6, $7, 'Initiated', $8, $9, $10, $11, $12::int, now() + $12::int * interval '1 second', $13, $14,
    $15, $16, $17, $18, $19, $20, cardinality($21::text[]), ($21::text[])[1], 1
  WHERE $18::uuid IS NULL OR EXISTS (SELECT 1 FROM datasets d
    WHERE d.id = $18 AND d.tenant_id = $2 AND d.project_id = $3 AND d.status = 'Ready' AND d.deleted_at IS NULL)
  RETURNING *
), p AS (
  INSERT INTO phases (operation_id, idx, name, weight)
  SELECT o.id, phase.ordinal - 1, phase.name, phase.weight
  FROM o, unnest($21::text[], $22::float8[]) WITH ORDINALITY AS phase (name, weight, ordinal)
)
SELECT o.created_at, o.timeout_at, append_operation_event(o, 'operation.created') AS event_position FROM o`,
};

/**
 * Accepts an operation: its row, its phases, the event and its deliveries, in one statement.
 * @returns null, and nothing is written, when its dataset is not (any more) a ready one of the project
 */
export async function createOperation(
  sql: Sql,
  operation: NewOperation,
): Promise<{ createdAt: Date; timeoutAt: Date } | null> {
  const { rows } = await sql.query<{ created_at: Date; timeout_at: Date }>(STATEMENT, [
    operation.id,
    operation.tenantId,
    operation.projectId,
    operation.type,
    operation.name,
    operation.description ?? null,
    operation.priority,
    operation.parameters,
    operation.callbacks ?? null,
    operation.notifications ?? null,
    operation.retryPolicy ?? null,
    operation.timeoutSec,
    operation.cpuUnits,
    operation.memoryGb,
    operation.estimatedLowSec,
    operation.estimatedHighSec,
    operation.estimatedCost ?? null,
    operation.datasetId ?? null,
    operation.inputRecords ?? null,
    operation.createdBy,
    operation.phases.map((phase) => phase.name),
    operation.phases.map((phase) => phase.weight),
  ]);
  const [row] = rows;
  return row === undefined ? null : { createdAt: row.created_at, timeoutAt: row.timeout_at };
}
