import type { Sql, Tx } from "../client.ts";
import { lockQuota } from "../quotas/require-quota.ts";
import { KEY_COLUMNS, reachOf, WITHIN_REACH, type ApiKeyRecord, type KeyReach } from "./api-key-record.ts";

/** A key to be kept. */
export interface NewApiKey extends Pick<
  ApiKeyRecord,
  "id" | "tenantId" | "name" | "projects" | "permissions" | "createdBy"
> {
  readonly hash: string;
  readonly lifeDays: number;
  /** The key ends then at the latest; null for no such limit. */
  readonly endsBy: Date | null;
}

/** Days that an expired key is still listed. */
const LISTED_DAYS = 90;

const CREATE = {
  name: "create-api-key",
  text: `WITH gone AS (
  DELETE FROM api_keys WHERE tenant_id = $2 AND expires_at < now() - ${LISTED_DAYS} * interval '1 day'
), k AS (
  INSERT INTO api_keys (id, tenant_id, name, projects, permissions, hash, expires_at, created_by)
  SELECT $1, $2, $3, $4, $5, $6, least(now() + $7::int * interval '1 day', $10::timestamptz), $8
  WHERE (SELECT count(*) FROM api_keys WHERE tenant_id = $2 AND expires_at > now()) < $9
  RETURNING *
)
SELECT ${KEY_COLUMNS} FROM k`,
};

/** Keeps a key; null when its tenant has `mostOfTenant` already. */
export async function createApiKey(tx: Tx, key: NewApiKey, mostOfTenant: number): Promise<ApiKeyRecord | null> {
  await lockQuota(tx, key.tenantId, "apiKeys");
  const { id, tenantId, name, projects, permissions, hash, lifeDays, endsBy, createdBy } = key;
  const values = [id, tenantId, name, projects, permissions, hash, lifeDays, createdBy, mostOfTenant, endsBy];
  const { rows } = await tx.query<ApiKeyRecord>(CREATE, values);
  return rows[0] ?? null;
}

const ROTATE = {
  name: "rotate-api-key",
  text: `UPDATE api_keys k SET hash = $4, previous_hash = hash, previous_until = now() + $5::int * interval '1 hour'
WHERE ${WITHIN_REACH} AND k.id = $3 AND k.expires_at > now() RETURNING ${KEY_COLUMNS}`,
};

/** Gives a key another secret; the one that it had is good for some hours more. Null when there is no such key. */
export async function rotateApiKey(
  sql: Sql,
  reach: KeyReach,
  change: { readonly id: string; readonly hash: string; readonly overlapHours: number },
): Promise<ApiKeyRecord | null> {
  const values = [...reachOf(reach), change.id, change.hash, change.overlapHours];
  const { rows } = await sql.query<ApiKeyRecord>(ROTATE, values);
  return rows[0] ?? null;
}

const DELETE = {
  name: "delete-api-key",
  text: `DELETE FROM api_keys k WHERE ${WITHIN_REACH} AND k.id = $3 RETURNING ${KEY_COLUMNS}`,
};

/** Deletes a key; what it was, or null when there is no such key. */
export async function deleteApiKey(sql: Sql, reach: KeyReach, id: string): Promise<ApiKeyRecord | null> {
  const { rows } = await sql.query<ApiKeyRecord>(DELETE, [...reachOf(reach), id]);
  return rows[0] ?? null;
}

/** Notes that a key was used, if that was not noted in the last ten minutes. */
export async function touchApiKey(sql: Sql, id: string): Promise<void> {
  await sql.query(
    {
      name: "touch-api-key",
      text: `UPDATE api_keys SET last_used_at = now()
WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '10 minutes')`,
    },
    [id],
  );
}
