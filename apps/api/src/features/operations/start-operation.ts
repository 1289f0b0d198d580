import type { Request, Response } from "express";
import { operationAcceptedSchema, operationRequestSchema, type OperationRequest } from "@longhaul/contracts";
import { createOperation, type FairPlace, type NewOperation, type Scope, type Sql } from "@longhaul/db";
import { DomainError, newOperationId } from "@longhaul/domain";
import type { OperationDefinition } from "@longhaul/operations";
import type { ApiContext } from "../../context.ts";
import { absoluteUrl } from "../../http/absolute-url.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { answeredBefore, runIdempotent, type IdempotentWork } from "../../http/run-idempotent.ts";
import { checkedAnswer } from "../../http/send-answer.ts";
import { newOperationFields } from "./new-operation-fields.ts";
import { planOperation, type OperationPlan } from "./plan-operation.ts";
import { operationPath, presentAccepted } from "./present-accepted.ts";
import { readOperationRequest } from "./read-operation-request.ts";

/** Seconds after which asking for the status of a new operation makes sense. */
const FIRST_POLL_SEC = 2;

/** POST …/async/operation: accepts an operation (202) and hands it to the queue. */
export function startOperation(ctx: ApiContext) {
  const schema = operationRequestSchema(ctx.registry.types, ctx.config.allowList);
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    if (await answeredBefore(ctx, req, res, scope)) return;
    const body = readOperationRequest(req, schema, ctx.registry);
    const definition = ctx.registry.find(body.operationType);
    if (definition === undefined) throw new DomainError("validation_failed", `no operation type ${body.operationType}`);
    const plan = await planOperation(ctx, scope, {
      definition,
      parameters: body.parameters,
      priority: body.priority,
      datasets: ctx.readyDatasets.readerOf(scope),
    });
    const createdBy = principalOf(req).subject;
    const queued = await runIdempotent(ctx, req, res, scope, (sql) =>
      accept(req, sql, { scope, body, plan, definition, createdBy }),
    );
    if (queued === null) return;
    const { operationName: name, operationType: type, priority } = body;
    ctx.admissions.admit({ ...scope, ...queued, ...plan.resources, name, type, priority });
  };

  async function accept(
    req: Request,
    sql: Sql,
    wish: {
      scope: Scope;
      body: OperationRequest;
      plan: OperationPlan;
      definition: OperationDefinition;
      createdBy: string;
    },
  ): Promise<IdempotentWork<{ id: string } & FairPlace>> {
    const { scope, body, plan } = wish;
    const operationId = newOperationId();
    const operation: NewOperation = {
      id: operationId,
      ...scope,
      ...newOperationFields(body, plan, wish.definition),
      createdBy: wish.createdBy,
    };
    // Within a transaction of its own it is on its own.
    const created = await (sql === ctx.db
      ? ctx.acceptance.accept(operation)
      : createOperation(sql, operation, ctx.config.quotas));
    if (created === null) {
      const own = plan.dataset === null ? [] : [{ datasetId: plan.dataset.id, at: [] }];
      for (const { datasetId, at } of [...own, ...(wish.definition.furtherDatasetsOf?.(plan.parameters) ?? [])])
        await ctx.readyDatasets.judgeAgain(scope, datasetId, ["parameters", ...at]);
      throw new DomainError("not_yet", "a dataset changed in the meantime; repeat the request");
    }
    const answer = presentAccepted({ operationId, scope, request: body, plan, ...created });
    const path = operationPath(scope, operationId);
    return {
      result: { id: operationId, fairTag: created.fairTag, isAdmitted: created.isAdmitted },
      answer: {
        statusCode: 202,
        headers: {
          Location: path,
          "Operation-Location": absoluteUrl(ctx, req, path),
          "Retry-After": String(FIRST_POLL_SEC),
        },
        body: JSON.stringify(checkedAnswer(ctx, operationAcceptedSchema, answer)),
      },
    };
  }
}
