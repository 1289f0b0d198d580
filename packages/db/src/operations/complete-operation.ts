import { storableJson } from "@longhaul/domain";
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

/** The end of an operation whose phases are all completed, as the holder of its lease tells it. */
export interface Completion {
  readonly operationId: string;
  readonly epoch: number;
  readonly summary: Record<string, unknown>;
  readonly usage?: ResourceUsage;
}

/**
 * Ends an operation as Completed; all its phases must be.
 * @returns false when the caller no longer owns the operation
 */
export async function completeOperation(sql: Sql, end: Completion): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [end.operationId, end.epoch, end.summary, end.usage ?? null]);
  return rowCount === 1;
}

/**
 * The same for many operations of batches in one transaction: what follows for a batch is found out once.
 * @returns for each, in the order given, whether the caller still owned it; `isFreeing` when its batch has dependents that
 * are left to `freeDependents`
 */
export async function completeInBatch(
  sql: Sql,
  ends: readonly Completion[],
): Promise<{ readonly isOwned: boolean; readonly isFreeing: boolean }[]> {
  const { rows } = await sql.query<{ readonly id: string; readonly freeing: boolean }>(
    { name: "complete-in-batch", text: "SELECT id, freeing FROM complete_in_batch($1)" },
    [storableJson(ends)],
  );
  const done = new Map(rows.map(({ id, freeing }) => [id, freeing]));
  return ends.map(({ operationId }) => ({
    isOwned: done.has(operationId),
    isFreeing: done.get(operationId) === true,
  }));
}
