import type { Request, Response } from "express";
import { findTenantWeight, listQuotas, type Scope, type Sql } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { scopeOf } from "../../http/request-scope.ts";

/** GET …/async/quotas: limits of the project and its tenant, and what is used of them. */
export function getQuotas(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => sendQuotas(res, await readQuotas(ctx, scopeOf(req)));
}

/** The limits of a project and its tenant, what is used of them, and the tenant's weight. */
export async function readQuotas({ db, config }: Pick<ApiContext, "db" | "config">, scope: Scope, sql: Sql = db) {
  // One after the other: a transaction has one connection.
  const quotas = await listQuotas(sql, scope, config.quotas);
  return { quotas, tenantWeight: await findTenantWeight(sql, scope.tenantId) };
}

/** Answers with all quotas as they were read. */
export function sendQuotas(res: Response, { quotas, tenantWeight }: Awaited<ReturnType<typeof readQuotas>>): void {
  res.json({
    quotas: quotas.map(({ limit, isOwn, ...use }) => ({
      ...use,
      ...(limit === null ? {} : { limit }),
      isDefault: !isOwn,
    })),
    tenantWeight,
  });
}
