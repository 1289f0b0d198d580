import type { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { listCases } from "./list-cases.ts";

/** Cases of analyses, below `/api/{tenantId}/{projectId}/async`. */
export function caseRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/operation/:operationId/cases", { get: listCases(ctx) });
  return router;
}
