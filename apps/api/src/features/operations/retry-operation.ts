import type { Request, Response } from "express";
import type { RetryBody } from "@longhaul/contracts";
import {
  createRetry,
  findOperation,
  findRetries,
  type FairPlace,
  type NewBatchOperation,
  type NewRetry,
  type OperationRecord,
  type Sql,
} from "@longhaul/db";
import { DomainError, estimateText, timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { absoluteUrl } from "../../answers/absolute-url.ts";
import { notFound, pathParameter, principalOf, scopeOf } from "../../http/request-scope.ts";
import {
  answeredBefore,
  CHANGES_NOTHING,
  inTransaction,
  runIdempotent,
  type KeyHonored,
  type IdempotentWork,
} from "../../answers/run-idempotent.ts";
import { queueFlows } from "./queue-flows.ts";
import { placeInBatch, reviveDependents } from "./revive-dependents.ts";
import { furtherFields } from "./new-operation-fields.ts";
import { nextRetry, planRetry, type RetryPlan } from "./plan-retry.ts";
import { refuseExpired } from "./refuse-expired.ts";
import { operationPath, presentResources } from "./present-accepted.ts";

/** POST …/retry: a new operation that goes on from the phase that failed, or begins again. */
export function retryOperation(ctx: ApiContext) {
  return async (
    req: Request,
    res: Response,
    { query: { dryRun, cascade }, body }: Given<{ readonly dryRun: boolean; readonly cascade: boolean }, RetryBody>,
  ): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const before = dryRun ? null : await answeredBefore(ctx, req, res, scope);
    if (before !== null) return before;
    const view = await findOperation(ctx.db, scope, pathParameter(req, "operationId"));
    if (view === null) throw notFound();
    const { operation } = view;
    refuseExpired(operation);
    if (cascade && operation.batchId === null) {
      throw new DomainError("validation_failed", "?cascade=true is for operations of a batch; this one is in none", {
        errors: [{ pointer: "?cascade", detail: "is for operations of a batch" }],
      });
    }
    const plan = await planRetry(ctx, scope, view, body);
    if (dryRun) {
      const { rows } = await ctx.db.query<{ id: string; retryNumber: number; status: string }>(
        'SELECT id, retry_number AS "retryNumber", status FROM operations WHERE root_id = $1',
        [plan.rootId],
      );
      const answer = present(operation, plan, body, {
        retryNumber: nextRetry(plan.rootId, rows).retryNumber,
        createdAt: view.now,
      });
      res.json(answer);
      return CHANGES_NOTHING;
    }
    const createdBy = principalOf(req).subject;
    // The numbering of a chain needs a lock on its root, and so a transaction.
    const work = inTransaction(ctx, (tx) => accept(req, tx, operation, plan, body, createdBy, cascade));
    const done = await runIdempotent(ctx, req, res, scope, work);
    const { result: queued } = done;
    if (queued === null) return done;
    if (queued.revived.length > 0)
      await queueFlows(ctx, { ...scope, batchId: operation.batchId ?? "" }, queued.revived, new Map());
    const { id, place } = queued;
    ctx.admissions.admit({ ...operation, ...plan.resources, ...place, id, priority: plan.priority });
    return done;
  };

  async function accept(
    req: Request,
    sql: Sql,
    original: OperationRecord,
    plan: RetryPlan,
    body: RetryBody,
    createdBy: string,
    cascade: boolean,
  ): Promise<IdempotentWork<{ id: string; place: FairPlace; revived: readonly NewBatchOperation[] }>> {
    const place = cascade ? await placeInBatch(sql, original) : null;
    const { retryNumber, operationId } = nextRetry(plan.rootId, await findRetries(sql, plan.rootId));
    const retryPolicy = body.retryPolicy ?? original.retryPolicy;
    const retry: NewRetry = {
      id: operationId,
      tenantId: original.tenantId,
      projectId: original.projectId,
      type: original.type,
      name: original.name,
      ...(original.description === null ? {} : { description: original.description }),
      priority: plan.priority,
      parameters: plan.parameters,
      ...(plan.defaulted === null ? {} : { defaulted: plan.defaulted }),
      ...(original.callbacks === null ? {} : { callbacks: original.callbacks }),
      ...(original.notifications === null ? {} : { notifications: original.notifications }),
      ...(retryPolicy === null ? {} : { retryPolicy }),
      timeoutSec: body.newTimeout ?? original.timeoutSec,
      ...plan.resources,
      estimatedLowSec: plan.estimate.lowSec,
      estimatedHighSec: plan.estimate.highSec,
      estimatedCost: plan.estimatedCost,
      ...(plan.datasetId === null ? {} : { datasetId: plan.datasetId }),
      ...furtherFields(plan),
      ...(original.inputRecords === null ? {} : { inputRecords: original.inputRecords }),
      createdBy,
      phases: plan.definition.phases.map(({ name, weight }) => ({ name, weight })),
      retryOf: original.id,
      rootId: plan.rootId,
      retryNumber,
      preservedPhases: plan.preservedPhases,
      progress: plan.progressSaved,
      retry: {
        mode: body.retryMode,
        reason: body.retryReason ?? null,
        preserveOriginalResults: body.preserveOriginalResults,
      },
      ...(place === null ? {} : { inBatch: place }),
    };
    const { createdAt, ...accepted } = await createRetry(sql, retry, ctx.config.quotas);
    const revived = place === null ? [] : await reviveDependents(ctx, sql, original, operationId, createdBy);
    const path = operationPath(original, operationId);
    const answer = present(original, plan, body, { retryNumber, createdAt, operationId });
    return {
      result: { id: operationId, place: accepted, revived },
      answer: {
        statusCode: 202,
        headers: { Location: path, "Operation-Location": absoluteUrl(ctx, req, path), "Retry-After": "2" },
        body: JSON.stringify(answer),
      },
    };
  }
}

function present(
  original: OperationRecord,
  plan: RetryPlan,
  body: RetryBody,
  retry: { readonly retryNumber: number; readonly createdAt: Date; readonly operationId?: string },
): Record<string, unknown> {
  const phase = plan.definition.phases[Math.min(plan.preservedPhases, plan.definition.phases.length - 1)];
  return {
    originalOperationId: original.id,
    ...(retry.operationId === undefined ? {} : { newOperationId: retry.operationId }),
    retryMode: body.retryMode,
    retryNumber: retry.retryNumber,
    resumeFromPhase: phase?.name ?? "",
    ...(retry.operationId === undefined ? {} : { status: "Initiated" }),
    estimatedDuration: estimateText(plan.estimate),
    estimatedCompletion: timeText(new Date(retry.createdAt.getTime() + 1000 * plan.estimate.highSec)),
    preservedResults: {
      phasesPreserved: plan.preservedPhases,
      ...(plan.recordsProcessed === null ? {} : { recordsProcessed: plan.recordsProcessed }),
      progressSaved: plan.progressSaved,
    },
    resourcesAllocated: presentResources(plan.resources, plan.estimatedCost),
    retryAttemptDate: timeText(retry.createdAt),
  };
}
