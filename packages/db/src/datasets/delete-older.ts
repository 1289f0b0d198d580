import type { Sql } from "../client.ts";

/**
 * Deletes datasets of a kind that were made longer ago than an interval of SQL, the oldest first.
 * The kind is part of the text, so that the plan may take the kind's own index.
 * @returns what was deleted; the caller deletes the files
 */
export async function deleteOlder(
  sql: Sql,
  { kind, interval, limit }: { readonly kind: "export" | "preview"; readonly interval: string; readonly limit: number },
): Promise<{ readonly id: string; readonly tenantId: string }[]> {
  const { rows } = await sql.query<{ id: string; tenantId: string }>(
    `DELETE FROM datasets WHERE id IN (
       SELECT id FROM datasets WHERE kind = '${kind}' AND created_at < now() - ${interval} ORDER BY created_at LIMIT $1
     ) RETURNING id, tenant_id AS "tenantId"`,
    [limit],
  );
  return rows;
}
