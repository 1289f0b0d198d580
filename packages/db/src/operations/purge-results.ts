import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "purge-results",
  text: `WITH o AS (
  UPDATE operations SET purged_at = now(), summary = NULL, version = version + 1
  WHERE id = $1 AND purged_at IS NULL AND status NOT IN ('Initiated', 'Running') RETURNING id
), a AS (
  DELETE FROM artifacts USING o WHERE operation_id = o.id RETURNING storage_key
), c AS (
  DELETE FROM checkpoints USING o WHERE operation_id = o.id RETURNING files
), keys AS (
  SELECT storage_key AS key FROM a UNION SELECT file.value FROM c, jsonb_each_text(c.files) AS file
)
SELECT key FROM keys
WHERE NOT EXISTS (SELECT 1 FROM artifacts kept WHERE kept.storage_key = keys.key AND kept.operation_id <> $1)
  AND NOT EXISTS (SELECT 1 FROM checkpoints kept, jsonb_each_text(kept.files) AS file
                  WHERE kept.operation_id <> $1 AND (kept.operation_id = $2 OR kept.operation_id IN (SELECT id FROM operations WHERE root_id = $2))
                    AND file.value = keys.key)`,
};

/**
 * Deletes the results of an ended operation: its checkpoints and artifacts. Answers 410 from then on.
 * @returns storage keys that no other operation refers to, for the caller to delete after commit
 */
export async function purgeResults(sql: Sql, operation: { id: string; rootId: string | null }): Promise<string[]> {
  const { rows } = await sql.query<{ key: string }>(STATEMENT, [operation.id, operation.rootId ?? operation.id]);
  return rows.map((row) => row.key);
}
