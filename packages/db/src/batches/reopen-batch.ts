import { storableJson } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** Holds a batch until the transaction's end: nothing in it ends or starts it meanwhile. @returns false when it isn't there */
export async function lockBatch(sql: Sql, batchId: string): Promise<boolean> {
  const { rowCount } = await sql.query("SELECT 1 FROM batches WHERE id = $1 FOR UPDATE", [batchId]);
  return rowCount === 1;
}

/** Lets retries stand in the places of operations of a batch, which runs again; dependents of these have been added. */
export async function reopenBatch(
  sql: Sql,
  batchId: string,
  replaced: readonly { readonly operationId: string; readonly by: string }[],
): Promise<void> {
  await sql.query(
    `UPDATE operations o SET replaced_by = r.by, version = o.version + 1
     FROM jsonb_to_recordset($1::jsonb) AS r ("operationId" text, by text) WHERE o.id = r."operationId"`,
    [storableJson(replaced)],
  );
  await sql.query(
    `WITH b AS (
       UPDATE batches SET status = 'Running', ended_at = NULL, cancellation = NULL, version = version + 1, event_seq = event_seq + 1
       WHERE id = $1 RETURNING *
     ) SELECT append_batch_event(b.*::batches, 'batch.resumed') FROM b`,
    [batchId],
  );
}

/** How often each chain of retries has been retried so far, and its live retry, by the chain's root. */
export async function listRetryChains(
  sql: Sql,
  rootIds: readonly string[],
): Promise<Map<string, { readonly retries: number; readonly liveId: string | null }>> {
  const { rows } = await sql.query<{ rootId: string; retries: number; liveId: string | null }>(
    `SELECT root_id AS "rootId", max(retry_number) AS retries, min(id) FILTER (WHERE status IN ('Initiated', 'Running')) AS "liveId"
     FROM operations WHERE root_id = ANY ($1) GROUP BY root_id`,
    [rootIds],
  );
  return new Map(rows.map((row) => [row.rootId, { retries: row.retries, liveId: row.liveId }]));
}
