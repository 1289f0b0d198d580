import type { Request, Response } from "express";
import type { ApiContext } from "../../context/context.ts";
import { scopeOf } from "../../http/request-scope.ts";
import { streamEvents } from "../live/stream-events.ts";
import { batchOf } from "./batch-of.ts";

/** GET …/async/batch/{batchId}/events: events of the batch and its operations, from its start to its end. */
export function streamBatch(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const { batch } = await batchOf(ctx, req);
    await streamEvents(ctx, req, res, {
      scope: scopeOf(req),
      subject: { batchId: batch.id },
      wants: (notice) => notice.batchId === batch.id,
      isLast: (event) => event.type === "batch.completed",
      fromStart: true,
    });
  };
}
