import type { Request, Response } from "express";
import type { BatchRequest } from "@longhaul/contracts";
import { createBatch, findBatch, type NewBatchOperation, type ReadyPlaces, type Scope, type Sql } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { absoluteUrl } from "../../answers/absolute-url.ts";
import { requireJson } from "../../http/read-request.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import {
  answeredBefore,
  inTransaction,
  runIdempotent,
  type KeyHonored,
  type IdempotentWork,
} from "../../answers/run-idempotent.ts";
import { newBatch } from "./new-batch.ts";
import { queueFlows } from "../operations/queue-flows.ts";
import { createBatchReader } from "./read-batch-request.ts";
import { planBatch, type PlannedOperation } from "./plan-batch.ts";
import { batchPath, presentBatch } from "./present-batch.ts";

/** POST …/async/batch: accepts a batch of operations that depend on each other (202) and hands it to the queue. */
export function startBatch(ctx: ApiContext) {
  const read = createBatchReader(ctx.registry.types, ctx.config.allowList);
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const before = await answeredBefore(ctx, req, res, scope);
    if (before !== null) return before;
    requireJson(req);
    const body = await read(req.body);
    const plan = await planBatch(ctx, scope, body);
    const createdBy = principalOf(req).subject;
    const work = inTransaction(ctx, (tx) => accept(req, tx, scope, body, plan, createdBy));
    const done = await runIdempotent(ctx, req, res, scope, work);
    const { result: queued } = done;
    if (queued !== null) await queueFlows(ctx, { ...scope, batchId: queued.batchId }, queued.operations, queued.places);
    return done;
  };

  async function accept(
    req: Request,
    sql: Sql,
    scope: Scope,
    body: BatchRequest,
    plan: readonly PlannedOperation[],
    createdBy: string,
  ): Promise<IdempotentWork<{ batchId: string; operations: readonly NewBatchOperation[]; places: ReadyPlaces }>> {
    const batch = newBatch(scope, body, plan, createdBy);
    const { places } = await createBatch(sql, batch, ctx.config.quotas);
    const { id: batchId, operations } = batch;
    const view = await findBatch(sql, scope, batchId);
    if (view === null) throw new Error("the batch was not written");
    const path = batchPath(scope, batchId);
    return {
      result: { batchId, operations, places },
      answer: {
        statusCode: 202,
        headers: { Location: path, "Operation-Location": absoluteUrl(ctx, req, path), "Retry-After": "2" },
        body: JSON.stringify(await presentBatch(view, true)),
      },
    };
  }
}
