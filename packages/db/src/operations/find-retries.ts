import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** Retries of a root operation, first to last. Locks the root, so that two requests can't number theirs alike. */
export async function findRetries(
  sql: Sql,
  rootId: string,
): Promise<{ id: string; retryNumber: number; status: OperationStatus }[]> {
  await sql.query("SELECT 1 FROM operations WHERE id = $1 FOR UPDATE", [rootId]);
  const { rows } = await sql.query<{ id: string; retry_number: number; status: OperationStatus }>(
    "SELECT id, retry_number, status FROM operations WHERE root_id = $1 ORDER BY retry_number",
    [rootId],
  );
  return rows.map((row) => ({ id: row.id, retryNumber: row.retry_number, status: row.status }));
}
