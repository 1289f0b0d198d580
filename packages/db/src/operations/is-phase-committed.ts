import type { Sql } from "../client.ts";

/** Whether this claim has committed the phase. Used when the answer to the commit may have been lost. */
export async function isPhaseCommitted(
  sql: Sql,
  phase: { operationId: string; epoch: number; phaseIdx: number },
): Promise<boolean> {
  const { rows } = await sql.query(
    "SELECT FROM checkpoints WHERE operation_id = $1 AND phase_idx = $2 AND epoch = $3",
    [phase.operationId, phase.phaseIdx, phase.epoch],
  );
  return rows.length === 1;
}
