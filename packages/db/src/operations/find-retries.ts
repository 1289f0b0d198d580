import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** A retry in the chain of those of one operation. */
export interface ChainedRetry {
  readonly id: string;
  readonly retryNumber: number;
  readonly status: OperationStatus;
}

/** Retries of a root operation, first to last. */
export async function listRetries(sql: Sql, rootId: string): Promise<readonly ChainedRetry[]> {
  const { rows } = await sql.query<ChainedRetry>(
    'SELECT id, retry_number AS "retryNumber", status FROM operations WHERE root_id = $1 ORDER BY retry_number',
    [rootId],
  );
  return rows;
}

/** The same; locks the root, so that two requests can't number theirs alike. Give it a transaction. */
export async function findRetries(sql: Sql, rootId: string): Promise<readonly ChainedRetry[]> {
  await sql.query("SELECT 1 FROM operations WHERE id = $1 FOR UPDATE", [rootId]);
  return listRetries(sql, rootId);
}
