import type { Request, Response } from "express";
import { operationRequestSchema, type OperationRequest } from "@longhaul/contracts";
import {
  createOperation,
  type CreatedOperation,
  type FairPlace,
  type NewOperation,
  type Scope,
  type Sql,
} from "@longhaul/db";
import { DomainError, newOperationId } from "@longhaul/domain";
import type { OperationDefinition } from "@longhaul/operations";
import { ownNoteOf, type OwnNote } from "../../context/audit-log.ts";
import type { ApiContext } from "../../context/context.ts";
import { absoluteUrl } from "../../answers/absolute-url.ts";
import { requireJson } from "../../http/read-request.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { answeredBefore, runIdempotent, type KeyHonored, type IdempotentWork } from "../../answers/run-idempotent.ts";
import { newOperationFields } from "./new-operation-fields.ts";
import { planOperation, type OperationPlan } from "./plan-operation.ts";
import { operationPath, presentAccepted } from "./present-accepted.ts";
import { readOperationRequest } from "./read-operation-request.ts";

/** Seconds after which asking for the status of a new operation makes sense. */
const FIRST_POLL_SEC = 2;

const ACCEPTED = 202;

/** A valid request for an operation, with its plan. */
interface StartRequest {
  readonly scope: Scope;
  readonly body: OperationRequest;
  readonly plan: OperationPlan;
  readonly definition: OperationDefinition;
  readonly createdBy: string;
  readonly note: OwnNote | undefined;
}

/** POST …/async/operation: accepts an operation (202) and hands it to the queue. */
export function startOperation(ctx: ApiContext) {
  const schema = operationRequestSchema(ctx.registry.types, ctx.config.allowList);
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const before = await answeredBefore(ctx, req, res, scope);
    if (before !== null) return before;
    requireJson(req);
    const body = readOperationRequest(req.body, schema, ctx.registry);
    const definition = ctx.registry.find(body.operationType);
    if (definition === undefined) throw new DomainError("validation_failed", `no operation type ${body.operationType}`);
    const plan = await planFor(scope, body, definition);
    const createdBy = principalOf(req).subject;
    const note = ownNoteOf(res);
    return runIdempotent(
      ctx,
      req,
      res,
      scope,
      (sql) => accept(req, sql, { scope, body, plan, definition, createdBy, note }),
      async ({ plan: accepted, ...place }) => {
        note?.isCommitted();
        const { operationName: name, operationType: type, priority } = body;
        // Before the answer, whose writing takes longer.
        ctx.admissions.admit({ ...scope, ...place, ...accepted.resources, name, type, priority });
      },
    );
  };

  function planFor(scope: Scope, body: OperationRequest, definition: OperationDefinition): Promise<OperationPlan> {
    return planOperation(ctx, scope, {
      definition,
      parameters: body.parameters,
      priority: body.priority,
      datasets: ctx.readyDatasets.readerOf(scope),
    });
  }

  async function create(
    sql: Sql,
    operationId: string,
    { scope, body, plan, definition, createdBy, note }: StartRequest,
  ): Promise<CreatedOperation | null> {
    const fields = newOperationFields(body, plan, definition);
    const noted = note === undefined ? {} : { note: note.whenDone(ACCEPTED, operationPath(scope, operationId)) };
    const operation: NewOperation = { id: operationId, ...scope, ...fields, createdBy, ...noted };
    // Without a key, operations of several requests are written together; with a key, in the transaction of that key.
    return sql === ctx.db ? ctx.acceptance.accept(operation) : createOperation(sql, operation, ctx.config.quotas);
  }

  /** Makes the plan again, with the datasets as they are now: one was deleted or got a new version after the first plan. */
  async function planAgain({ scope, body, plan, definition }: StartRequest): Promise<OperationPlan> {
    const own = plan.dataset === null ? [] : [{ datasetId: plan.dataset.datasetId, at: ["datasetId"] }];
    for (const { datasetId, at } of [...own, ...(definition.furtherDatasetsOf?.(plan.parameters) ?? [])])
      await ctx.readyDatasets.readAgain(scope, datasetId, ["parameters", ...at]);
    return planFor(scope, body, definition);
  }

  async function accept(
    req: Request,
    sql: Sql,
    request: StartRequest,
  ): Promise<IdempotentWork<{ id: string; plan: OperationPlan } & FairPlace>> {
    const { scope, body } = request;
    const operationId = newOperationId();
    let { plan } = request;
    let created = await create(sql, operationId, request);
    if (created === null) {
      plan = await planAgain(request);
      created = await create(sql, operationId, { ...request, plan });
    }
    if (created === null) throw new DomainError("not_yet", "a dataset changed in the meantime; repeat the request");
    const answer = presentAccepted({ operationId, scope, request: body, plan, ...created });
    const path = operationPath(scope, operationId);
    return {
      result: { id: operationId, plan, fairTag: created.fairTag, isAdmitted: created.isAdmitted },
      answer: {
        statusCode: ACCEPTED,
        headers: {
          Location: path,
          "Operation-Location": absoluteUrl(ctx, req, path),
          "Retry-After": String(FIRST_POLL_SEC),
        },
        body: JSON.stringify(answer),
      },
    };
  }
}
