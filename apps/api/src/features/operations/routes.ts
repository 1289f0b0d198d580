import { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { addRoute } from "../../http/add-route.ts";
import { getQueue } from "../queue/get-queue.ts";
import { cancelOperationRoute } from "./cancel-operation.ts";
import { getOperation } from "./get-operation.ts";
import { getResults } from "./get-results.ts";
import { listOperationsRoute } from "./list-operations.ts";
import { retryOperation } from "./retry-operation.ts";
import { startOperation } from "./start-operation.ts";

/** Routes of single operations, below `/api/{tenantId}/{projectId}/async`. */
export function operationRoutes(ctx: ApiContext): Router {
  const router = Router({ mergeParams: true });
  addRoute(router, "/operation", { post: startOperation(ctx) });
  addRoute(router, "/operations", { get: listOperationsRoute(ctx) });
  addRoute(router, "/queue", { get: getQueue(ctx) });
  addRoute(router, "/operation/:operationId", { get: getOperation(ctx), delete: cancelOperationRoute(ctx) });
  addRoute(router, "/operation/:operationId/cancel", { post: cancelOperationRoute(ctx) });
  addRoute(router, "/operation/:operationId/retry", { post: retryOperation(ctx) });
  addRoute(router, "/operation/:operationId/results", { get: getResults(ctx) });
  return router;
}
