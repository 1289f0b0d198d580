import { eachOf } from "../each-of.ts";
import { FAIR_LAP, type Priority } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { inLine } from "../queue/places.ts";

/** An operation that waits for a worker. */
export interface ReadyOperation {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly type: string;
  readonly name: string;
  readonly epoch: number;
  readonly priority: Priority;
  readonly createdAt: Date;
  readonly batchId: string | null;
  readonly cpuUnits: number;
  readonly memoryGb: number;
  /** In a batch: how long its last dependency has been met. */
  readonly unblockedMs: number | null;
  /** Where it stands among those of its priority. */
  readonly fairTag: number;
  /** Whether it has run before and was released. */
  readonly hasRun: boolean;
}

export const READY_COLUMNS = `id, tenant_id AS "tenantId", project_id AS "projectId", type, name, epoch, priority, created_at AS "createdAt", batch_id AS "batchId", cpu_units AS "cpuUnits", memory_gb AS "memoryGb", (1000 * extract(epoch FROM now() - unblocked_at))::float8 AS "unblockedMs", fair_tag AS "fairTag", status = 'Running' AS "hasRun"`;

const DUE = `(o.next_attempt_at IS NULL OR o.next_attempt_at <= now())`;
const OLD = `coalesce(o.unblocked_at, o.created_at) < now() - $1 * CASE WHEN o.batch_id IS NOT NULL AND o.unblocked_at IS NULL THEN 3 ELSE 1 END * interval '1 millisecond'`;

const STATEMENT = {
  name: "list-ready-operations",
  text: `SELECT ${READY_COLUMNS} FROM (
  SELECT o.* FROM fair_classes c CROSS JOIN LATERAL (
    SELECT o.* FROM ${inLine("c.priority")} AND r.tag < (floor(c.virtual_time / ${FAIR_LAP}) + 1) * ${FAIR_LAP}
      AND o.status = 'Initiated' AND ${DUE} AND (r.tag >= c.admit_until OR ${OLD})
    ORDER BY r.tag, r.created_at LIMIT $2) o
  UNION ALL
  (SELECT o.* FROM ${inLine("'GivenBack'")} AND r.tag <= extract(epoch FROM now()) AND o.status = 'Running' AND o.lease_until IS NULL AND ${OLD}
    ORDER BY r.tag, r.created_at LIMIT $2)
) o`,
};

/**
 * Operations that are ready to run: what the queue should hold. Of each priority the first in fair order, at most `limit`, and
 * those that were given back; all of one lap, since the queue's places repeat after it. Left out is what is younger than `minAgeMs`, unless nobody but the caller hands it to the queue.
 * The first of a batch count after three times as long: whoever accepted it hands them over last, when all that waits for
 * them is in place.
 */
export async function listReadyOperations(
  sql: Sql,
  options: { minAgeMs: number; limit: number },
): Promise<ReadyOperation[]> {
  const { rows } = await sql.query<ReadyOperation>(STATEMENT, [options.minAgeMs, options.limit]);
  return rows;
}

/** Those of these operations that are ready to run. */
export async function findReadyOperations(sql: Sql, operationIds: readonly string[]): Promise<ReadyOperation[]> {
  const { rows } = await sql.query<ReadyOperation>(
    {
      name: "find-ready-operations",
      text: `SELECT ${READY_COLUMNS} FROM ${eachOf("$1::text[]")} AS w (wanted)
CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = w.wanted OFFSET 0) o WHERE status = 'Initiated' AND NOT blocked`,
    },
    [operationIds],
  );
  return rows;
}
