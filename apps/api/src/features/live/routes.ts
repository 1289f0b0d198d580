import type { Router } from "express";
import { findOperation } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { streamEvents } from "./stream-events.ts";

const LAST_TYPES: ReadonlySet<string> = new Set(["operation.completed", "operation.failed", "operation.cancelled"]);

/** Live streams, below `/api/{tenantId}/{projectId}/async`. */
export function liveRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  add("/operation/:operationId/events", {
    get: async (req, res) => {
      const scope = scopeOf(req);
      const operationId = pathParameter(req, "operationId");
      if ((await findOperation(ctx.db, scope, operationId)) === null) throw notFound();
      await streamEvents(ctx, req, res, {
        scope,
        subject: { operationId },
        wants: (notice) => notice.operationId === operationId,
        isLast: (event) => LAST_TYPES.has(event.type),
        fromStart: true,
      });
    },
  });
  add("/events", {
    get: async (req, res) => {
      const scope = scopeOf(req);
      await streamEvents(ctx, req, res, {
        scope,
        subject: {},
        wants: (notice) => notice.tenantId === scope.tenantId && notice.projectId === scope.projectId,
        isLast: () => false,
        fromStart: false,
      });
    },
  });
  return router;
}
