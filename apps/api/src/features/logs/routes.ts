import type { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { listLogs } from "./list-logs.ts";
import { streamLogs } from "./stream-logs.ts";

/** What was logged of operations, below `/api/{tenantId}/{projectId}/async`. */
export function logRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/operation/:operationId/logs", { get: listLogs(ctx) });
  add("/operation/:operationId/logs/stream", { get: streamLogs(ctx) });
  return router;
}
