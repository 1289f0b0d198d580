import type { Sql } from "../client.ts";
import { OPERATION_COLUMNS, toOperationRecord, type OperationRecord } from "./operation-record.ts";

const STATEMENT = {
  name: "reclaim-operations",
  text: `UPDATE operations o SET lease_until = NULL, worker_node = NULL, epoch = o.epoch + 1, version = o.version + 1, crash_count = o.crash_count + 1,
  lapsed_epoch = o.epoch
WHERE o.id IN (SELECT id FROM operations WHERE status = 'Running' AND lease_until < now() ORDER BY lease_until LIMIT $1 FOR UPDATE SKIP LOCKED)
RETURNING ${OPERATION_COLUMNS}`,
};

/** Takes operations from owners whose lease has run out, counting a crash each. They are ready to be claimed again. */
export async function reclaimOperations(sql: Sql, limit: number): Promise<OperationRecord[]> {
  const { rows } = await sql.query<Record<string, unknown>>(STATEMENT, [limit]);
  return rows.map(toOperationRecord);
}
