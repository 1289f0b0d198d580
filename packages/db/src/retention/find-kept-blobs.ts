import type { Sql } from "../client.ts";

/** What the ledger says of a dataset whose files are in storage. */
export interface DatasetFiles {
  readonly id: string;
  readonly status: string;
  readonly epoch: number;
  readonly tableKey: string | null;
}

/** Finds datasets by their ids, without deleted ones. */
export async function findDatasetFiles(sql: Sql, ids: readonly string[]): Promise<DatasetFiles[]> {
  const { rows } = await sql.query<DatasetFiles>(
    `SELECT id, status, epoch, table_key AS "tableKey" FROM datasets WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL`,
    [ids],
  );
  return rows;
}

/**
 * Of operations by their ids, those whose files somebody may still read: their own row, or that of any other of their chain
 * of retries, whose ids all end with the same UUID, hasn't expired.
 */
export async function findOperationsWithFiles(sql: Sql, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `SELECT g.id FROM unnest($1::text[]) AS g (id)
     WHERE right(g.id, 36) IN (SELECT right(o.id, 36) FROM operations o WHERE o.expired_at IS NULL
       AND right(o.id, 36) = ANY (SELECT right(id, 36) FROM unnest($1::text[]) AS h (id)))`,
    [ids],
  );
  return rows.map(({ id }) => id);
}
