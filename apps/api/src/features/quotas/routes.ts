import type { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { changeQuotas } from "./change-quotas.ts";
import { getQuotas } from "./get-quotas.ts";

/** Routes of quotas, below `/api/{tenantId}/{projectId}/async`. */
export function quotaRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/quotas", { get: getQuotas(ctx), patch: changeQuotas(ctx) });
  return router;
}
