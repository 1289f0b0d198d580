import type { Sql } from "../client.ts";
import type { CheckpointRecord } from "./claim-operations.ts";

/** The committed phases of an operation, in order, without what they put out: that may be tens of megabytes. */
export async function listCheckpoints(
  sql: Sql,
  operationId: string,
): Promise<Pick<CheckpointRecord, "phaseIdx" | "fingerprint">[]> {
  const { rows } = await sql.query<{ phase_idx: number; fingerprint: string }>(
    "SELECT phase_idx, fingerprint FROM checkpoints WHERE operation_id = $1 ORDER BY phase_idx",
    [operationId],
  );
  return rows.map((row) => ({ phaseIdx: row.phase_idx, fingerprint: row.fingerprint }));
}
