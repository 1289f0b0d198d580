import { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { addRoute } from "../../http/add-route.ts";
import { listLogs } from "./list-logs.ts";
import { streamLogs } from "./stream-logs.ts";

/** What was logged of operations, below `/api/{tenantId}/{projectId}/async`. */
export function logRoutes(ctx: ApiContext): Router {
  const router = Router({ mergeParams: true });
  addRoute(router, "/operation/:operationId/logs", { get: listLogs(ctx) });
  addRoute(router, "/operation/:operationId/logs/stream", { get: streamLogs(ctx) });
  return router;
}
