import type { Sql, Tx } from "./client.ts";
import type { Scope } from "./scope.ts";

/** An answer that was given before, to be given again. */
export interface StoredAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What is stored under a key. */
export type StoredState =
  | { readonly state: "new" }
  | { readonly state: "replay"; readonly answer: StoredAnswer }
  | { readonly state: "other_request" };

export type IdempotencyState = StoredState | { readonly state: "in_flight" };

/** Where an idempotency key holds: one client's key for one route. */
export interface IdempotencyScope extends Scope {
  readonly route: string;
  readonly key: string;
  /** Hash of the request's body: the same key with another hash is a mistake of the client. */
  readonly requestHash: string;
}

/**
 * Looks a key up and, when it is new, holds it until the transaction ends, so that a second request with it learns
 * that the first is in flight. The caller then does its work and stores the answer with `storeAnswer`.
 */
export async function beginIdempotent(tx: Tx, key: IdempotencyScope): Promise<IdempotencyState> {
  const lock = await tx.query<{ locked: boolean }>(
    "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked",
    [`${key.tenantId}/${key.projectId}/${key.route}/${key.key}`],
  );
  return lock.rows[0]?.locked === true ? findIdempotent(tx, key) : { state: "in_flight" };
}

/** Looks a key up without holding it. */
export async function findIdempotent(sql: Sql, key: IdempotencyScope): Promise<StoredState> {
  const { rows } = await sql.query<{
    request_hash: string;
    status_code: number;
    headers: Record<string, string>;
    body: string;
  }>(
    `SELECT request_hash, status_code, headers, body FROM idempotency_keys
     WHERE tenant_id = $1 AND project_id = $2 AND route = $3 AND key = $4 AND expires_at > now()`,
    [key.tenantId, key.projectId, key.route, key.key],
  );
  const [row] = rows;
  if (row === undefined) return { state: "new" };
  if (row.request_hash !== key.requestHash) return { state: "other_request" };
  return { state: "replay", answer: { statusCode: row.status_code, headers: row.headers, body: row.body } };
}

/**
 * Bytes of the upload that an earlier request with this key has made, whatever it was; null when there was none. The answers that are
 * kept of uploads are ids of versions.
 */
export async function findUploadOfKey(sql: Sql, key: Omit<IdempotencyScope, "requestHash">): Promise<number | null> {
  const { rows } = await sql.query<{ bytes: number }>(
    `SELECT coalesce((SELECT d.size_bytes FROM datasets d WHERE d.id = k.body::uuid AND d.deleted_at IS NULL), 0)::float8 AS bytes
     FROM idempotency_keys k WHERE tenant_id = $1 AND project_id = $2 AND route = $3 AND key = $4 AND expires_at > now()`,
    [key.tenantId, key.projectId, key.route, key.key],
  );
  return rows[0]?.bytes ?? null;
}

/** Keeps an answer under its key for 24 hours, in the transaction that did the work. */
export async function storeAnswer(tx: Tx, key: IdempotencyScope, answer: StoredAnswer): Promise<void> {
  await tx.query(
    `INSERT INTO idempotency_keys (tenant_id, project_id, route, key, request_hash, status_code, headers, body, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + interval '24 hours')
     ON CONFLICT (tenant_id, project_id, route, key) DO UPDATE SET request_hash = excluded.request_hash,
       status_code = excluded.status_code, headers = excluded.headers, body = excluded.body,
       created_at = now(), expires_at = excluded.expires_at`,
    [key.tenantId, key.projectId, key.route, key.key, key.requestHash, answer.statusCode, answer.headers, answer.body],
  );
}

/** Deletes expired keys, at most `limit`. @returns how many */
export async function deleteExpiredIdempotencyKeys(sql: Sql, limit: number): Promise<number> {
  const { rowCount } = await sql.query(
    `DELETE FROM idempotency_keys WHERE ctid IN (SELECT ctid FROM idempotency_keys WHERE expires_at <= now() LIMIT $1)`,
    [limit],
  );
  return rowCount ?? 0;
}
