import type { Sql } from "../client.ts";
import { lapsed, takenBack } from "../leases/leased.ts";
import { OPERATION_COLUMNS, toOperationRecord, type OperationRecord } from "./operation-record.ts";

const STATEMENT = {
  name: "reclaim-operations",
  text: `WITH was AS MATERIALIZED (
  ${lapsed("operations", "$1", "id, epoch, tenant_id, project_id, execution_id, worker_node, claimed_at")}
), kept AS (
  INSERT INTO executions (operation_id, epoch, tenant_id, project_id, execution_id, worker_node, started_at, outcome)
  SELECT id, epoch, tenant_id, project_id, execution_id, worker_node, claimed_at, 'WorkerLost' FROM was
)
UPDATE operations o SET ${takenBack("operations")} WHERE id IN (SELECT id FROM was)
RETURNING ${OPERATION_COLUMNS}`,
};

/** Takes operations from owners whose lease has run out, counting a crash each. They are ready to be claimed again. */
export async function reclaimOperations(sql: Sql, limit: number): Promise<OperationRecord[]> {
  const { rows } = await sql.query<Record<string, unknown>>(STATEMENT, [limit]);
  return rows.map(toOperationRecord);
}
