/** A key of a tenant, without the hashes of its secrets. */
export interface ApiKeyRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** Null is all of the tenant's. */
  readonly projects: readonly string[] | null;
  readonly permissions: readonly string[];
  /** Until when the secret before the last rotation is good; null when it isn't. */
  readonly previousUntil: Date | null;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export const KEY_COLUMNS = `k.id, k.tenant_id AS "tenantId", k.name, k.projects, k.permissions,
  CASE WHEN k.previous_until > now() THEN k.previous_until END AS "previousUntil",
  k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt", k.created_by AS "createdBy", k.created_at AS "createdAt"`;

/** Whose keys somebody may see and change: those that reach no further than their own projects. */
export interface KeyReach {
  readonly tenantId: string;
  readonly projects: readonly string[] | "*";
}

/** With `reachOf` as $1 and $2. */
export const WITHIN_REACH = "k.tenant_id = $1 AND ($2::uuid[] IS NULL OR k.projects <@ $2::uuid[])";
export const reachOf = ({ tenantId, projects }: KeyReach): [string, readonly string[] | null] => [
  tenantId,
  projects === "*" ? null : projects,
];
