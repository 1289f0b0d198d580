import type { Router } from "express";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { scopeOf } from "../../http/request-scope.ts";
import { streamEvents } from "../live/stream-events.ts";
import { cancelBatchRoute } from "./cancel-batch.ts";
import { batchOf } from "./batch-of.ts";
import { getBatchGraph } from "./graph/get-batch-graph.ts";
import { getBatch } from "./get-batch.ts";
import { listBatchesRoute } from "./list-batches.ts";
import { startBatch } from "./start-batch.ts";

/** Routes of batches, below `/api/{tenantId}/{projectId}/async`. */
export function batchRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/batches", { get: listBatchesRoute(ctx) });
  add("/batch", { post: startBatch(ctx) });
  add("/batch/:batchId", { get: getBatch(ctx), delete: cancelBatchRoute(ctx) });
  add("/batch/:batchId/cancel", { post: cancelBatchRoute(ctx) });
  add("/batch/:batchId/graph", { get: getBatchGraph(ctx) });
  add("/batch/:batchId/events", {
    get: async (req, res) => {
      const { batch } = await batchOf(ctx, req);
      await streamEvents(ctx, req, res, {
        scope: scopeOf(req),
        subject: { batchId: batch.id },
        wants: (notice) => notice.batchId === batch.id,
        isLast: (event) => event.type === "batch.completed",
        fromStart: true,
      });
    },
  });
  return router;
}
