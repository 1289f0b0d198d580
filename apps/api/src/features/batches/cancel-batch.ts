import type { Request, Response } from "express";
import { cancelSchema, type BatchCancelled } from "@longhaul/contracts";
import {
  cancelBatch,
  findBatch,
  purgeResults,
  type BatchView,
  type CancelRequest,
  type Scope,
  type Sql,
} from "@longhaul/db";
import { DomainError, timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { readBodyOrQuery } from "../../http/read-request.ts";
import { notFound, pathParameter, principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, runIdempotent, type KeyHonored, type IdempotentWork } from "../../answers/run-idempotent.ts";
import { noteChange } from "../../context/note-change.ts";
import { deleteFiles } from "../operations/delete-files.ts";

/** DELETE …/async/batch/{batchId} and POST …/cancel: ends everything in it that has not ended, now. */
export function cancelBatchRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const batchId = pathParameter(req, "batchId");
    const request = { cancelledBy: principalOf(req).subject, ...readBodyOrQuery(req, cancelSchema) };
    const work = inTransaction(ctx, (tx) => cancel(res, tx, scope, batchId, request));
    return runIdempotent(ctx, req, res, scope, work, (files) => deleteFiles(ctx, files));
  };

  /** @returns with the answer, keys of files that nothing refers to any more */
  async function cancel(
    res: Response,
    sql: Sql,
    scope: Scope,
    batchId: string,
    request: Omit<CancelRequest, "operationId">,
  ): Promise<IdempotentWork<readonly string[]>> {
    const cancelled = await cancelBatch(sql, scope, batchId, request);
    const view = cancelled.outcome === "absent" ? null : await findBatch(sql, scope, batchId);
    if (view === null) throw notFound();
    const { status } = view.batch;
    if (cancelled.outcome === "ended" && status !== "Cancelled") {
      throw new DomainError("conflict", `the batch has ended already: it is ${status}`, { details: { status } });
    }
    const files: string[] = [];
    if (view.batch.cancellation?.preservePartialResults === false) {
      for (const operation of view.operations.filter((item) => item.status === "Cancelled"))
        files.push(...(await purgeResults(sql, operation)));
    }
    const shown = present(view);
    if (cancelled.outcome !== "ended")
      noteChange(res, null, { status: shown.status, operationsCancelled: shown.operationsCancelled });
    const answer = shown;
    return { result: files, answer: { statusCode: 200, headers: {}, body: JSON.stringify(answer) } };
  }
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
