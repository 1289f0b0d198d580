import { Pacer, SERVER_SLICE_MS } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { LISTED_COLUMNS, toOperationRecord, type OperationRecord } from "../operations/operation-record.ts";
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
  // Two statements, each by one index: a join of the two would be planned by statistics that know nothing of a new batch.
  const { rows } = await sql.query<Record<string, unknown>>(
    {
      name: "list-batch-operations",
      text: `SELECT ${LISTED_COLUMNS}, o.dataset_from, o.batch_position FROM operations o
WHERE o.batch_id = $1 AND o.replaced_by IS NULL ORDER BY o.batch_position`,
    },
    [batchId],
  );
  const { rows: edges } = await sql.query<{ operationId: string; dependsOn: string }>(
    {
      name: "list-batch-edges",
      text: `SELECT operation_id AS "operationId", string_agg(depends_on_id, ' ') AS "dependsOn" FROM batch_edges
WHERE operation_id = ANY($1) GROUP BY operation_id`,
    },
    [rows.map((row) => row["id"])],
  );
  const positionOf = new Map(rows.map((row) => [row["id"], Number(row["batch_position"])]));
  const dependsOn = new Map(edges.map((edge) => [edge.operationId, edge.dependsOn]));
  const operations: BatchOperation[] = [];
  const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
  for (const row of rows) {
    await pacer.pause();
    const operation = toOperationRecord(row) as Omit<BatchOperation, "dependsOn">;
    const ids = dependsOn.get(operation.id)?.split(" ") ?? [];
    operations.push(Object.assign(operation, { dependsOn: inOrder(ids, positionOf) }));
  }
  return operations;
}

/** Ids by position. Each is looked up once: a large batch has a hundred thousand edges. */
function inOrder(ids: readonly string[], positionOf: ReadonlyMap<unknown, number>): string[] {
  return ids
    .map((id) => ({ id, position: positionOf.get(id) ?? 0 }))
    .toSorted((a, b) => a.position - b.position)
    .map(({ id }) => id);
}
