import type { Request, Response } from "express";
import { quotasSchema } from "@longhaul/contracts";
import { findTenantWeight, listQuotas } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";
import { scopeOf } from "../../http/request-scope.ts";
import { sendAnswer } from "../../http/send-answer.ts";

/** GET …/async/quotas: limits of the project and its tenant, and what is used of them. */
export function getQuotas(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => sendQuotas(ctx, req, res);
}

/** Answers with all quotas as they are now. */
export async function sendQuotas(ctx: ApiContext, req: Request, res: Response): Promise<void> {
  const scope = scopeOf(req);
  const [quotas, tenantWeight] = await Promise.all([
    listQuotas(ctx.db, scope, ctx.config.quotas),
    findTenantWeight(ctx.db, scope.tenantId),
  ]);
  sendAnswer(ctx, res, 200, quotasSchema, {
    quotas: quotas.map(({ limit, isOwn, ...use }) => ({
      ...use,
      ...(limit === null ? {} : { limit }),
      isDefault: !isOwn,
    })),
    tenantWeight,
  });
}
