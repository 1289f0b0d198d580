import type { Request, Response } from "express";
import { findOperation } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { streamEvents } from "./stream-events.ts";

const LAST_TYPES: ReadonlySet<string> = new Set(["operation.completed", "operation.failed", "operation.cancelled"]);

/** GET …/async/operation/{operationId}/events: its events, from its start to its end. */
export function streamOperation(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
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
  };
}

/** GET …/async/events: everything in the project, from now on. */
export function streamProject(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    await streamEvents(ctx, req, res, {
      scope,
      subject: {},
      wants: (notice) => notice.tenantId === scope.tenantId && notice.projectId === scope.projectId,
      isLast: () => false,
      fromStart: false,
    });
  };
}
