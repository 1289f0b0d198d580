import type { Sql } from "../client.ts";
import { OPERATION_COLUMNS, toOperationRecord, type OperationRecord } from "../operations/operation-record.ts";
import type { Scope } from "../scope.ts";
import { toBatchRecord, type BatchRecord } from "./batch-record.ts";

/** A batch with its operations, in the order of submission, and their dependencies. */
export interface BatchView {
  readonly batch: BatchRecord;
  /** Without those that a retry stands in for. */
  readonly operations: readonly BatchOperation[];
  /** The database's time at the reading. */
  readonly now: Date;
}

export interface BatchOperation extends OperationRecord {
  /** Ids of operations of the batch. */
  readonly dependsOn: readonly string[];
  readonly datasetFrom: string | null;
  readonly batchPosition: number;
}

/** Reads a batch; null when the project has none of this id. */
export async function findBatch(sql: Sql, scope: Scope, batchId: string): Promise<BatchView | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    {
      name: "find-batch",
      text: `SELECT b.*, now() AS read_at FROM batches b WHERE b.id = $1 AND b.tenant_id = $2 AND b.project_id = $3`,
    },
    [batchId, scope.tenantId, scope.projectId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { read_at: now, ...batch } = row;
  return { batch: toBatchRecord(batch), operations: await listBatchOperations(sql, batchId), now: now as Date };
}

/** Operations of a batch in the order of submission. */
export async function listBatchOperations(sql: Sql, batchId: string): Promise<BatchOperation[]> {
  const { rows } = await sql.query<Record<string, unknown>>(
    {
      name: "list-batch-operations",
      text: `SELECT ${OPERATION_COLUMNS}, o.dataset_from, o.batch_position, coalesce(edges.depends_on, '{}') AS depends_on
FROM operations o LEFT JOIN (
  SELECT e.operation_id, array_agg(e.depends_on_id ORDER BY d.batch_position) AS depends_on
  FROM batch_edges e JOIN operations d ON d.id = e.depends_on_id WHERE e.batch_id = $1 GROUP BY e.operation_id
) edges ON edges.operation_id = o.id
WHERE o.batch_id = $1 AND o.replaced_by IS NULL ORDER BY o.batch_position`,
    },
    [batchId],
  );
  return rows.map((row) => toOperationRecord(row) as BatchOperation);
}
