import type { Request, Response } from "express";
import { batchSchema, type BatchRequest } from "@longhaul/contracts";
import { createBatch, findBatch, type NewBatchOperation, type Scope, type Sql } from "@longhaul/db";
import { newBatchId, newBatchOperationId } from "@longhaul/domain";
import type { ApiContext } from "../../context.ts";
import { absoluteUrl } from "../../http/absolute-url.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { answeredBefore, inTransaction, runIdempotent, type IdempotentWork } from "../../http/run-idempotent.ts";
import { checkedAnswer } from "../../http/send-answer.ts";
import { newOperationFields } from "../operations/new-operation-fields.ts";
import { queueFlows } from "./queue-flows.ts";
import { createBatchReader } from "./read-batch-request.ts";
import { planBatch, type PlannedOperation } from "./plan-batch.ts";
import { batchPath, presentBatch } from "./present-batch.ts";

/** POST …/async/batch: accepts a batch of operations that depend on each other (202) and hands it to the queue. */
export function startBatch(ctx: ApiContext) {
  const read = createBatchReader(ctx.registry.types, ctx.config.allowList);
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    if (await answeredBefore(ctx, req, res, scope)) return;
    const body = await read(req);
    const plan = await planBatch(ctx, scope, body);
    const createdBy = principalOf(req).subject;
    const work = inTransaction(ctx, (tx) => accept(req, tx, scope, body, plan, createdBy));
    const queued = await runIdempotent(ctx, req, res, scope, work);
    if (queued !== null)
      await queueFlows(ctx, { ...scope, batchId: queued.batchId }, queued.operations, queued.createdAt);
  };

  async function accept(
    req: Request,
    sql: Sql,
    scope: Scope,
    body: BatchRequest,
    plan: readonly PlannedOperation[],
    createdBy: string,
  ): Promise<IdempotentWork<{ batchId: string; operations: readonly NewBatchOperation[]; createdAt: Date }>> {
    const batchId = newBatchId();
    const operations = newOperations(body, plan);
    const { createdAt } = await createBatch(sql, {
      id: batchId,
      ...scope,
      name: body.batchName,
      ...(body.batchDescription === undefined ? {} : { description: body.batchDescription }),
      failurePolicy: body.failurePolicy,
      ...(body.batchCallbacks === undefined ? {} : { callbacks: body.batchCallbacks }),
      createdBy,
      operations,
    });
    const view = await findBatch(sql, scope, batchId);
    if (view === null) throw new Error("the batch was not written");
    const path = batchPath(scope, batchId);
    return {
      result: { batchId, operations, createdAt },
      answer: {
        statusCode: 202,
        headers: { Location: path, "Operation-Location": absoluteUrl(ctx, req, path), "Retry-After": "2" },
        body: JSON.stringify(checkedAnswer(ctx, batchSchema, await presentBatch(view, true))),
      },
    };
  }
}

function newOperations(body: BatchRequest, plan: readonly PlannedOperation[]): NewBatchOperation[] {
  const ids = plan.map((planned) => newBatchOperationId(planned.key));
  const idAt = (idx: number): string => ids[idx] ?? "";
  return plan.map((planned, idx): NewBatchOperation => {
    const wish = body.operations[idx];
    if (wish === undefined) throw new Error(`no operation at ${idx}`);
    return {
      id: idAt(idx),
      operationKey: planned.key,
      position: idx,
      dependsOn: planned.dependsOn.map(idAt),
      ...(planned.datasetFrom === null ? {} : { datasetFrom: idAt(planned.datasetFrom) }),
      ...newOperationFields(wish, planned, planned.definition),
      ...(planned.retryPolicy === null ? {} : { retryPolicy: planned.retryPolicy }),
    };
  });
}
