import type { Sql } from "../client.ts";
import type { CheckpointRecord } from "./claim-operation.ts";

/** Committed outputs of an operation's phases, in order. */
export async function listCheckpoints(sql: Sql, operationId: string): Promise<CheckpointRecord[]> {
  const { rows } = await sql.query<{
    phase_idx: number;
    epoch: number;
    fingerprint: string;
    output: Record<string, unknown>;
    files: Record<string, string>;
  }>(
    "SELECT phase_idx, epoch, fingerprint, output, files FROM checkpoints WHERE operation_id = $1 ORDER BY phase_idx",
    [operationId],
  );
  return rows.map((row) => ({
    phaseIdx: row.phase_idx,
    epoch: row.epoch,
    fingerprint: row.fingerprint,
    output: row.output,
    files: row.files,
  }));
}
