import type { Priority } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** An operation that waits for a worker. */
export interface ReadyOperation {
  readonly id: string;
  readonly epoch: number;
  readonly priority: Priority;
  readonly createdAt: Date;
}

const STATEMENT = {
  name: "list-ready-operations",
  text: `SELECT id, epoch, priority, created_at FROM operations
WHERE (status = 'Initiated' AND NOT blocked OR status = 'Running' AND lease_until IS NULL)
  AND (next_attempt_at IS NULL OR next_attempt_at <= now())
  AND created_at < now() - $1 * interval '1 millisecond'
ORDER BY created_at LIMIT $2`,
};

/** Operations that are ready to run and older than `minAgeMs`, oldest first: what the queue should hold. */
export async function listReadyOperations(
  sql: Sql,
  options: { minAgeMs: number; limit: number },
): Promise<ReadyOperation[]> {
  const { rows } = await sql.query<{ id: string; epoch: number; priority: Priority; created_at: Date }>(STATEMENT, [
    options.minAgeMs,
    options.limit,
  ]);
  return rows.map((row) => ({ id: row.id, epoch: row.epoch, priority: row.priority, createdAt: row.created_at }));
}
