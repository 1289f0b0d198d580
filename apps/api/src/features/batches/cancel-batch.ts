import type { Request, Response } from "express";
import { batchCancelledSchema, cancelSchema, type BatchCancelled } from "@longhaul/contracts";
import { cancelBatch, purgeResults, type BatchView } from "@longhaul/db";
import { DomainError, timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context.ts";
import { readBodyOrQuery } from "../../http/read-request.ts";
import { notFound, pathParameter, principalOf, scopeOf } from "../../http/request-scope.ts";
import { sendAnswer } from "../../http/send-answer.ts";
import { batchOf } from "./batch-of.ts";

/** DELETE …/async/batch/{batchId} and POST …/cancel: ends everything in it that has not ended, now. */
export function cancelBatchRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const batchId = pathParameter(req, "batchId");
    const wish = readBodyOrQuery(req, cancelSchema);
    const cancelled = await ctx.db.withTransaction((tx) =>
      cancelBatch(tx, scope, batchId, { cancelledBy: principalOf(req).subject, ...wish }),
    );
    if (cancelled.outcome === "absent") throw notFound();
    const view = await batchOf(ctx, req);
    const { status } = view.batch;
    if (cancelled.outcome === "ended" && status !== "Cancelled") {
      throw new DomainError("conflict", `the batch has ended already: it is ${status}`, { details: { status } });
    }
    if (view.batch.cancellation?.preservePartialResults === false) {
      for (const operation of view.operations.filter((item) => item.status === "Cancelled")) {
        const keys = await purgeResults(ctx.db, operation);
        await Promise.all(keys.map((key) => ctx.storage.delete(key)));
      }
    }
    sendAnswer(ctx, res, 200, batchCancelledSchema, present(view));
  };
}

function present({ batch, operations }: BatchView): BatchCancelled {
  const count = (status: string): number => operations.filter((operation) => operation.status === status).length;
  return {
    batchId: batch.id,
    status: "Cancelled",
    cancellationTime: timeText(batch.endedAt ?? new Date()),
    ...(batch.cancellation?.reason === undefined ? {} : { reason: batch.cancellation.reason }),
    operationsCancelled: count("Cancelled"),
    operationsCompleted: count("Completed"),
    cancelledBy: batch.cancellation?.cancelledBy ?? batch.createdBy,
  };
}
