import type { Sql } from "../client.ts";
import type { CancelRequest } from "../operations/cancel-operation.ts";
import type { Scope } from "../scope.ts";

/**
 * Ends everything in a batch that has not ended, and the batch with it, in one transaction.
 * @returns `cancelled` with how many operations it ended, `ended` when the batch had ended before, `absent`
 */
export async function cancelBatch(
  sql: Sql,
  scope: Scope,
  batchId: string,
  how: Omit<CancelRequest, "operationId">,
): Promise<{ readonly outcome: "cancelled"; readonly operations: number } | { readonly outcome: "ended" | "absent" }> {
  const { rows } = await sql.query<{ n: number | null }>("SELECT cancel_batch($1, $2, $3, $4) AS n", [
    batchId,
    scope.tenantId,
    scope.projectId,
    how,
  ]);
  const n = rows[0]?.n ?? null;
  if (n === null) return { outcome: "absent" };
  return n < 0 ? { outcome: "ended" } : { outcome: "cancelled", operations: n };
}
