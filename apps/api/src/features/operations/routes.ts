import type { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { getQueue } from "../queue/get-queue.ts";
import { cancelOperationRoute } from "./cancel-operation.ts";
import { getDetails } from "./get-details.ts";
import { getOperation } from "./get-operation.ts";
import { getResults } from "./get-results.ts";
import { listOperationsRoute } from "./list-operations.ts";
import { retryOperation } from "./retry-operation.ts";
import { startOperation } from "./start-operation.ts";

/** Routes of single operations, below `/api/{tenantId}/{projectId}/async`. */
export function operationRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/operation", { post: startOperation(ctx) });
  add("/operations", { get: listOperationsRoute(ctx) });
  add("/queue", { get: getQueue(ctx) });
  add("/operation/:operationId", { get: getOperation(ctx), delete: cancelOperationRoute(ctx) });
  add("/operation/:operationId/details", { get: getDetails(ctx) });
  add("/operation/:operationId/cancel", { post: cancelOperationRoute(ctx) });
  add("/operation/:operationId/retry", { post: retryOperation(ctx) });
  add("/operation/:operationId/results", { get: getResults(ctx) });
  return router;
}
