import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "start-phase",
  text: `WITH o AS (
  UPDATE operations SET current_phase = (SELECT name FROM phases WHERE operation_id = $1 AND idx = $3),
    phases_completed = (SELECT count(*) FROM phases WHERE operation_id = $1 AND idx < $3 AND status = 'Completed'),
    lease_until = now() + $4 * interval '1 millisecond', version = version + 1
  WHERE id = $1 AND epoch = $2 AND status = 'Running'
  RETURNING id
), later AS (
  UPDATE phases SET status = 'Pending', started_at = NULL, ended_at = NULL, progress = 0, records_processed = NULL, detail = NULL
  FROM o WHERE operation_id = o.id AND idx > $3 AND status <> 'Pending'
)
UPDATE phases SET status = 'Running', started_at = now(), ended_at = NULL, progress = 0, records_processed = NULL, detail = NULL
FROM o WHERE operation_id = o.id AND idx = $3`,
};

/**
 * Begins a phase, again or for the first time; later phases become Pending.
 * @returns false when the caller no longer owns the operation
 */
export async function startPhase(
  sql: Sql,
  phase: { operationId: string; epoch: number; phaseIdx: number; leaseMs: number },
): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [phase.operationId, phase.epoch, phase.phaseIdx, phase.leaseMs]);
  return rowCount === 1;
}
