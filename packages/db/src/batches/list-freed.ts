import type { Sql } from "../client.ts";
import { eachOf } from "../each-of.ts";
import { READY_COLUMNS, type ReadyOperation } from "../operations/list-ready-operations.ts";

/** A dependent that may run. */
export interface FreedOperation extends ReadyOperation {
  readonly batchId: string;
  /** Its batch has more that `freeDependents` frees. */
  readonly isFreeing: boolean;
}

/**
 * Dependents of these operations that may run and haven't begun, in the order of their batch, so that what was submitted first
 * starts first.
 */
export async function listFreed(sql: Sql, endedIds: readonly string[]): Promise<FreedOperation[]> {
  const { rows } = await sql.query<FreedOperation>(
    {
      name: "list-freed",
      // Each dependent is looked up by its key, whatever the planner believes of tables that a batch has just filled.
      text: `SELECT ${READY_COLUMNS}, (SELECT b.freeing FROM batches b WHERE b.id = o.batch_id) AS "isFreeing" FROM (
  SELECT DISTINCT e.operation_id FROM ${eachOf("$1::text[]")} AS w (wanted)
  CROSS JOIN LATERAL (SELECT * FROM batch_edges WHERE depends_on_id = w.wanted OFFSET 0) e
) after CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = after.operation_id OFFSET 0) o
WHERE o.status = 'Initiated' AND NOT o.blocked ORDER BY o.batch_position, o.id`,
    },
    [endedIds],
  );
  return rows;
}
