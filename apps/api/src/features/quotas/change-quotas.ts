import type { Request, Response } from "express";
import type { QuotaPatch } from "@longhaul/contracts";
import { setQuotaLimits, setTenantWeights } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { noteChange } from "../../context/note-change.ts";
import { readQuotas, sendQuotas } from "./get-quotas.ts";

/** What only operators of the service change: a tenant's administrator must not raise what the tenant may have. */
const OF_TENANT = ["tenant", "tenantWeight"] as const;

/** PATCH …/async/quotas: changes limits, all or none, from the next request on. */
export function changeQuotas(ctx: ApiContext) {
  return async (req: Request, res: Response, { body: patch }: Given<unknown, QuotaPatch>): Promise<void> => {
    const scope = scopeOf(req);
    const { role, subject: changedBy } = principalOf(req);
    const tooMuch = OF_TENANT.filter((field) => patch[field] !== undefined && role !== "admin");
    if (tooMuch.length > 0) {
      throw new DomainError(
        "forbidden",
        `${tooMuch.join(" and ")} may be changed by operators of the service only, whose token's own role is admin`,
        { details: { fields: tooMuch } },
      );
    }
    const quotas = await ctx.db.withTransaction(async (tx) => {
      const before = limitsOf(await readQuotas(ctx, scope, tx));
      for (const level of ["tenant", "project"] as const) {
        const changes = patch[level];
        if (changes !== undefined) await setQuotaLimits(tx, scope, { level, changes, changedBy });
      }
      const { tenantWeight: weight } = patch;
      if (weight !== undefined) await setTenantWeights(tx, new Map([[scope.tenantId, weight]]));
      const after = await readQuotas(ctx, scope, tx);
      noteChange(res, before, limitsOf(after));
      return after;
    });
    sendQuotas(res, quotas);
  };
}

/** Limits by level and name; without those that are none. */
const limitsOf = ({ quotas, tenantWeight }: Awaited<ReturnType<typeof readQuotas>>): Record<string, number> => ({
  ...Object.fromEntries(
    quotas.flatMap(({ level, quota, limit }) => (limit === null ? [] : [[`${level}.${quota}`, limit]])),
  ),
  tenantWeight,
});
