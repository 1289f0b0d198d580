import type { Sql } from "../client.ts";
import { KEY_COLUMNS, reachOf, WITHIN_REACH, type ApiKeyRecord, type KeyReach } from "./api-key-record.ts";

/** A key with the hashes of the secrets that are good now. */
export interface KnownApiKey extends ApiKeyRecord {
  readonly hashes: readonly string[];
}

const AUTHENTICATE = {
  name: "authenticate-api-key",
  text: `SELECT ${KEY_COLUMNS}, CASE WHEN k.previous_until > now() THEN ARRAY[k.hash, k.previous_hash] ELSE ARRAY[k.hash] END AS hashes
FROM api_keys k WHERE k.id = $1 AND k.expires_at > now()`,
};

/** A key that has not expired, to compare secrets with; null when there is none. */
export async function findKnownApiKey(sql: Sql, id: string): Promise<KnownApiKey | null> {
  const { rows } = await sql.query<KnownApiKey>(AUTHENTICATE, [id]);
  return rows[0] ?? null;
}

/** A key within somebody's reach, or null. */
export async function findApiKey(sql: Sql, reach: KeyReach, id: string): Promise<ApiKeyRecord | null> {
  const { rows } = await sql.query<ApiKeyRecord>(
    { name: "find-api-key", text: `SELECT ${KEY_COLUMNS} FROM api_keys k WHERE ${WITHIN_REACH} AND k.id = $3` },
    [...reachOf(reach), id],
  );
  return rows[0] ?? null;
}

/** One page of the keys within somebody's reach, newest first. */
export async function listApiKeys(
  sql: Sql,
  reach: KeyReach,
  page: { readonly size: number; readonly offset: number },
): Promise<{ keys: ApiKeyRecord[]; hasNextPage: boolean }> {
  const { rows } = await sql.query<ApiKeyRecord>(
    {
      name: "list-api-keys",
      text: `SELECT ${KEY_COLUMNS} FROM api_keys k WHERE ${WITHIN_REACH} ORDER BY k.created_at DESC, k.id DESC LIMIT $3 OFFSET $4`,
    },
    [...reachOf(reach), page.size + 1, page.offset],
  );
  return { keys: rows.slice(0, page.size), hasNextPage: rows.length > page.size };
}
