import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "give-up-claim",
  text: `UPDATE operations SET lease_until = NULL, worker_node = NULL, version = version + 1, epoch = epoch + 1
WHERE id = $1 AND execution_id = $2 AND status = 'Running'`,
};

/** Gives back an operation whose claim may have been committed though its answer was lost. Nothing happens if it wasn't. */
export async function giveUpClaim(sql: Sql, claim: { operationId: string; executionId: string }): Promise<void> {
  await sql.query(STATEMENT, [claim.operationId, claim.executionId]);
}
