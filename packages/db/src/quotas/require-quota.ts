import type { Quota, QuotaDefaults, QuotaLevel } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { quotaExceeded, type QuotaRefusal } from "./quota-refusal.ts";

/** Something that tenants have only so much of. */
interface QuotaClaim extends Scope {
  readonly quota: Quota;
  readonly wanted: number;
  readonly defaults: QuotaDefaults;
}

/**
 * When a quota is looked at. `before`: what is far over is refused early, without waiting for anybody. `written`: last in the
 * transaction that wrote what is asked for, which then holds the lock of the tenant's quota to its end, so that nobody can pass
 * the limit. `alone`: whether one item could be had at all.
 */
type QuotaMoment = "before" | "written" | "alone";

/** What has a fixed limit, which no quota changes. */
type FixedLimit = "schedules" | "apiKeys" | "previews" | "exports";

/**
 * Waits until nobody else adds to what a tenant has of something, and keeps others from it until this transaction ends. Who
 * counts before they insert needs it: two at the same moment would not see each other.
 */
export async function lockQuota(sql: Sql, tenantId: string, what: Quota | FixedLimit): Promise<void> {
  await sql.query({ name: "lock-quota", text: "SELECT lock_quota($1, $2)" }, [tenantId, what]);
}

/** @throws DomainError `quota_exceeded` when the tenant or the project has not so much left */
export async function requireQuota(sql: Sql, claim: QuotaClaim, moment: QuotaMoment): Promise<void> {
  const { rows } = await sql.query<{ refusal: QuotaRefusal | null }>(
    { name: "exceeded-quota", text: "SELECT exceeded_quota($1, $2, $3, $4, $5, $6) AS refusal" },
    [claim.tenantId, claim.projectId, claim.quota, claim.wanted, claim.defaults, moment],
  );
  const refusal = rows[0]?.refusal;
  if (refusal !== null && refusal !== undefined) throw quotaExceeded(refusal);
}

/** A limit of a tenant or a project, with what is used of it. */
export interface QuotaLimit {
  readonly level: QuotaLevel;
  readonly limit: number;
  readonly used: number;
}

/** The limits that hold for a project, its tenant's and its own; as things are now. */
export async function listLimits(
  sql: Sql,
  { tenantId, projectId, quota, defaults }: Omit<QuotaClaim, "wanted">,
): Promise<QuotaLimit[]> {
  const { rows } = await sql.query<QuotaLimit>(
    { name: "list-limits", text: 'SELECT level, most AS "limit", used FROM quota_levels($1, $2, $3, $4)' },
    [tenantId, projectId, quota, defaults],
  );
  return rows;
}

/** How much more a project may have of something, as things are now; infinity where there is no limit. */
export async function findRoom(
  sql: Sql,
  { tenantId, projectId, quota, defaults }: Omit<QuotaClaim, "wanted">,
): Promise<number> {
  const { rows } = await sql.query<{ room: number }>(
    {
      name: "find-room",
      text: "SELECT coalesce(min(most - used), 'infinity') AS room FROM quota_levels($1, $2, $3, $4)",
    },
    [tenantId, projectId, quota, defaults],
  );
  return rows[0]?.room ?? Infinity;
}

/**
 * Looks whether there is room for operations, and before they are written also for anything that they make, and whether there
 * can be for the largest. @throws DomainError `quota_exceeded`
 */
export async function requireRoomForOperations(
  sql: Sql,
  { tenantId, projectId }: Scope,
  { cpuUnits, defaults }: { readonly cpuUnits: readonly number[] } & Pick<QuotaClaim, "defaults">,
  moment: "before" | "written",
): Promise<void> {
  const wanted = cpuUnits.length;
  const claim = { tenantId, projectId, defaults };
  if (moment === "before") {
    await requireQuota(sql, { ...claim, quota: "artifactBytes", wanted: 1 }, moment);
    await requireQuota(sql, { ...claim, quota: "cpuUnits", wanted: Math.max(0, ...cpuUnits) }, "alone");
  }
  await requireQuota(sql, { ...claim, quota: "queuedOperations", wanted }, moment);
}
