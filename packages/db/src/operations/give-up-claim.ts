import type { Sql } from "../client.ts";
import { releaseColumns } from "../leases/leased.ts";

const STATEMENT = {
  name: "give-up-claim",
  text: `UPDATE operations SET ${releaseColumns("operations", 0)}
WHERE id = $1 AND execution_id = $2 AND status = 'Running'`,
};

/** Gives back an operation whose claim may have been committed though its answer was lost. Nothing happens if it wasn't. */
export async function giveUpClaim(sql: Sql, claim: { operationId: string; executionId: string }): Promise<void> {
  await sql.query(STATEMENT, [claim.operationId, claim.executionId]);
}
