import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "forgive-lapse",
  text: `UPDATE operations SET crash_count = crash_count - 1, lapsed_epoch = NULL WHERE id = $1 AND lapsed_epoch = $2 AND crash_count > 0`,
};

/**
 * Takes back the crash that was counted when the lease of a claim ran out: its owner lives, and only couldn't reach the
 * database. Once for a claim, and only while no later claim has lapsed.
 */
export async function forgiveLapse(sql: Sql, claim: { operationId: string; epoch: number }): Promise<void> {
  await sql.query(STATEMENT, [claim.operationId, claim.epoch]);
}
