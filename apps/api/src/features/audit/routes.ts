import type { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { getAudit } from "./get-audit.ts";

/** The route of the audit log, below `/api/{tenantId}/{projectId}/async`. */
export function auditRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/audit", { get: getAudit(ctx) });
  return router;
}
