import type { Quota, QuotaDefaults } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { quotaExceeded, type QuotaRefusal } from "./quota-refusal.ts";

/** Something that tenants have only so much of. */
export interface QuotaClaim extends Scope {
  readonly quota: Quota;
  readonly wanted: number;
  readonly defaults: QuotaDefaults;
}

/**
 * When a quota is looked at. `before`: what is far over is refused early, without waiting for anybody. `written`: last in the
 * transaction that wrote what is asked for, which then holds the lock of the tenant's quota to its end, so that nobody can pass
 * the limit.
 */
export type QuotaMoment = "before" | "written";

/** @throws DomainError `quota_exceeded` when the tenant or the project has not so much left */
export async function requireQuota(sql: Sql, claim: QuotaClaim, moment: QuotaMoment): Promise<void> {
  const isWritten = moment === "written";
  const { rows } = await sql.query<{ refusal: QuotaRefusal | null }>(
    { name: "exceeded-quota", text: "SELECT exceeded_quota($1, $2, $3, $4, $5, $6, $6) AS refusal" },
    [claim.tenantId, claim.projectId, claim.quota, claim.wanted, claim.defaults, isWritten],
  );
  const refusal = rows[0]?.refusal ?? null;
  if (refusal !== null) throw quotaExceeded(refusal);
}
