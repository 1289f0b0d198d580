import type { Sql } from "../client.ts";
import { OPERATION_COLUMNS, toOperationRecord, type OperationRecord } from "./operation-record.ts";

const STATEMENT = {
  name: "reclaim-operations",
  text: `WITH was AS MATERIALIZED (
  SELECT id, epoch, tenant_id, project_id, execution_id, worker_node, claimed_at FROM operations
  WHERE status = 'Running' AND lease_until < now() ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED
), kept AS (
  INSERT INTO executions (operation_id, epoch, tenant_id, project_id, execution_id, worker_node, started_at, outcome)
  SELECT id, epoch, tenant_id, project_id, execution_id, worker_node, claimed_at, 'WorkerLost' FROM was
)
UPDATE operations o SET lease_until = NULL, worker_node = NULL, epoch = o.epoch + 1, version = o.version + 1, crash_count = o.crash_count + 1,
  lapsed_epoch = o.epoch
FROM was WHERE o.id = was.id
RETURNING ${OPERATION_COLUMNS}`,
};

/** Takes operations from owners whose lease has run out, counting a crash each. They are ready to be claimed again. */
export async function reclaimOperations(sql: Sql, limit: number): Promise<OperationRecord[]> {
  const { rows } = await sql.query<Record<string, unknown>>(STATEMENT, [limit]);
  return rows.map(toOperationRecord);
}
