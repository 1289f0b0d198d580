import type { OperationStatus, Priority } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";

/** How many operations of a project wait, of one priority. */
export interface WaitingCount {
  readonly priority: Priority;
  /** For a worker. */
  readonly ready: number;
  /** For others of their batch. */
  readonly blocked: number;
  readonly oldest: Date;
  /** Seconds that they have waited, together. */
  readonly waitedSec: number;
}

/** What is counted of a project; beyond it figures are of the oldest. */
export const MOST_COUNTED = 10_000;

/** Counts what of a project waits, by priority. */
export async function countWaiting(sql: Sql, scope: Scope): Promise<WaitingCount[]> {
  const { rows } = await sql.query<WaitingCount>(
    {
      name: "count-waiting",
      text: `SELECT priority, count(*) FILTER (WHERE NOT blocked) AS ready, count(*) FILTER (WHERE blocked) AS blocked,
  min(created_at) AS oldest, sum(extract(epoch FROM now() - created_at))::float8 AS "waitedSec" FROM (
  SELECT priority, blocked, created_at FROM operations WHERE tenant_id = $1 AND project_id = $2 AND stage = 'open' AND status = 'Initiated'
  ORDER BY created_at, id LIMIT ${MOST_COUNTED}) o GROUP BY priority`,
    },
    [scope.tenantId, scope.projectId],
  );
  return rows;
}

/** An operation of a project that waits for a worker. */
export interface WaitingOperation {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly priority: Priority;
  readonly createdAt: Date;
  readonly cpuUnits: number;
  readonly memoryGb: number;
  readonly fairTag: number;
}

/** Operations of a project that wait for a worker, the oldest first. */
export async function listWaitingOperations(sql: Sql, scope: Scope, limit: number): Promise<WaitingOperation[]> {
  const { rows } = await sql.query<WaitingOperation>(
    {
      name: "list-waiting-operations",
      text: `SELECT id, name, type, priority, created_at AS "createdAt", cpu_units AS "cpuUnits", memory_gb AS "memoryGb", fair_tag AS "fairTag" FROM (
  SELECT * FROM operations WHERE tenant_id = $1 AND project_id = $2 AND stage = 'open' AND status = 'Initiated'
  ORDER BY created_at, id LIMIT ${MOST_COUNTED}) o
WHERE NOT blocked ORDER BY created_at, id LIMIT $3`,
    },
    [scope.tenantId, scope.projectId, limit],
  );
  return rows;
}

/** An operation of the same batch that another one waits for. */
export interface OpenDependency {
  readonly operationKey: string | null;
  readonly name: string;
  readonly status: OperationStatus;
  /** Number of all open dependencies, of which some are listed. */
  readonly total: number;
}

/** What an operation waits for that has not completed, the first few in the order of the batch. */
export async function listOpenDependencies(sql: Sql, operationId: string, limit: number): Promise<OpenDependency[]> {
  const { rows } = await sql.query<OpenDependency>(
    {
      name: "list-open-dependencies",
      text: `SELECT o.operation_key AS "operationKey", o.name, o.status, count(*) OVER () AS total
FROM batch_edges e CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = e.depends_on_id OFFSET 0) o
WHERE e.operation_id = $1 AND o.status <> 'Completed' ORDER BY o.batch_position LIMIT $2`,
    },
    [operationId, limit],
  );
  return rows;
}
