import { QUOTA_NAMES, type Quota, type QuotaDefaults, type QuotaLevel } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";

const WHOLE_TENANT = "00000000-0000-0000-0000-000000000000";

/** New limits by quota: null is no limit, "default" the deployment's. */
export type QuotaChanges = Readonly<Partial<Record<Quota, number | "default" | null>>>;

/** Sets limits of a tenant as a whole, or of one of its projects; they hold from the next statement on. */
export async function setQuotaLimits(
  sql: Sql,
  scope: Scope,
  {
    level,
    changes,
    changedBy,
  }: { readonly level: QuotaLevel; readonly changes: QuotaChanges; readonly changedBy: string },
): Promise<void> {
  const projectId = level === "tenant" ? WHOLE_TENANT : scope.projectId;
  const all = Object.entries(changes);
  const kept = all.filter(([, most]) => most !== "default");
  await sql.query(
    {
      name: "set-quota-limits",
      text: `WITH gone AS (DELETE FROM quota_limits WHERE tenant_id = $1 AND project_id = $2 AND quota = ANY ($3::text[]))
INSERT INTO quota_limits (tenant_id, project_id, quota, most, updated_by) SELECT $1, $2, *, $6 FROM unnest($4::text[], $5::float8[])
ON CONFLICT (tenant_id, project_id, quota) DO UPDATE SET most = excluded.most, updated_by = excluded.updated_by, updated_at = now()`,
    },
    [
      scope.tenantId,
      projectId,
      all.filter(([, most]) => most === "default").map(([quota]) => quota),
      kept.map(([quota]) => quota),
      kept.map(([, most]) => most ?? Infinity),
      changedBy,
    ],
  );
}

/** A quota of a tenant or project: its limit (null: none) and what is used of it. */
export interface QuotaUse {
  readonly quota: Quota;
  readonly level: QuotaLevel;
  readonly limit: number | null;
  readonly used: number;
  /** Whether the limit was set for this tenant or project. */
  readonly isOwn: boolean;
}

/** All quotas of a project and of its tenant. */
export async function listQuotas(sql: Sql, scope: Scope, defaults: QuotaDefaults): Promise<QuotaUse[]> {
  const { rows } = await sql.query<Omit<QuotaUse, "limit"> & { most: number }>(
    {
      name: "list-quotas",
      text: `SELECT q.quota, l.level, quota_limit($1, l.project, q.quota, $3) AS most, coalesce(quota_used($1, l.project, q.quota), 0) AS used,
  EXISTS (SELECT FROM quota_limits o WHERE o.tenant_id = $1 AND o.quota = q.quota AND o.project_id = coalesce(l.project, '${WHOLE_TENANT}')) AS "isOwn"
FROM unnest($4::text[]) WITH ORDINALITY AS q (quota, place) CROSS JOIN (VALUES ('tenant', NULL::uuid), ('project', $2::uuid)) AS l (level, project)
ORDER BY l.level DESC, q.place`,
    },
    [scope.tenantId, scope.projectId, defaults, QUOTA_NAMES],
  );
  return rows.map(({ most, ...use }) => ({ ...use, limit: Number.isFinite(most) ? most : null }));
}
