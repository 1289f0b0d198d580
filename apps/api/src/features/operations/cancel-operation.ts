import type { Request, Response } from "express";
import { cancelSchema, type OperationCancelled } from "@longhaul/contracts";
import {
  cancelOperation,
  findOperation,
  listCheckpoints,
  purgeResults,
  type CancelRequest,
  type OperationRecord,
  type Scope,
  type Sql,
} from "@longhaul/db";
import { allocationCost, DomainError, isTerminal, moneyText, timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { readBodyOrQuery } from "../../http/read-request.ts";
import { notFound, pathParameter, principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, runIdempotent, type KeyHonored, type IdempotentWork } from "../../answers/run-idempotent.ts";
import { downloadUrl } from "../../answers/download-url.ts";
import { noteChange } from "../../context/note-change.ts";
import { deleteFiles } from "./delete-files.ts";

/** DELETE …/async/operation/{operationId} and POST …/cancel: ends an operation now, and notifies its worker. */
export function cancelOperationRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const operationId = pathParameter(req, "operationId");
    const request = { operationId, cancelledBy: principalOf(req).subject, ...readBodyOrQuery(req, cancelSchema) };
    const work = inTransaction(ctx, (tx) => cancel(req, res, tx, scope, request));
    return runIdempotent(ctx, req, res, scope, work, (files) => deleteFiles(ctx, files));
  };

  /** @returns with the answer, keys of files that nothing refers to any more */
  async function cancel(
    req: Request,
    res: Response,
    sql: Sql,
    scope: Scope,
    request: CancelRequest,
  ): Promise<IdempotentWork<readonly string[]>> {
    const cancelled = await cancelOperation(sql, scope, request);
    const operation = cancelled ?? (await cancelledBefore(sql, scope, request.operationId));
    if (cancelled !== null) noteChange(res, null, { status: cancelled.status });
    const isPurged = operation.cancellation?.preservePartialResults === false;
    const files = isPurged ? await purgeResults(sql, operation) : [];
    const answer = await present(req, sql, operation);
    return { result: files, answer: { statusCode: 200, headers: {}, body: JSON.stringify(answer) } };
  }

  /** A second cancellation gets the same answer as the first; an operation that ended otherwise can't be cancelled. */
  async function cancelledBefore(sql: Sql, scope: Scope, operationId: string): Promise<OperationRecord> {
    const view = await findOperation(sql, scope, operationId);
    if (view === null) throw notFound();
    if (view.operation.status === "Cancelled") return view.operation;
    const { status } = view.operation;
    throw new DomainError("conflict", `the operation has ended already: it is ${status}`, {
      details: { status, ended: isTerminal(status) },
    });
  }

  async function present(req: Request, sql: Sql, operation: OperationRecord): Promise<OperationCancelled> {
    const { cancellation } = operation;
    const completedPhases = (await listCheckpoints(sql, operation.id)).length;
    const available = cancellation?.preservePartialResults !== false && completedPhases > 0;
    const endedAt = operation.endedAt ?? new Date();
    const usedSec = operation.startedAt === null ? 0 : (endedAt.getTime() - operation.startedAt.getTime()) / 1000;
    const saved = Math.max(0, (operation.estimatedCost ?? 0) - allocationCost(operation, usedSec, ctx.config.tariff));
    return {
      operationId: operation.id,
      status: "Cancelled",
      cancellationTime: timeText(endedAt),
      ...(cancellation?.reason === undefined ? {} : { reason: cancellation.reason }),
      progressAtCancellation: cancellation?.progress ?? operation.progress,
      ...(cancellation?.phase === undefined ? {} : { phaseAtCancellation: cancellation.phase }),
      partialResults: {
        available,
        completedPhases: available ? completedPhases : 0,
        ...(available
          ? {
              downloadUrls: [
                downloadUrl(
                  ctx,
                  req,
                  { kind: "results", tenantId: operation.tenantId, projectId: operation.projectId, id: operation.id },
                  `partial-results-${operation.id.slice(-8)}.zip`,
                ),
              ],
            }
          : {}),
      },
      resourcesReleased: { cpuUnits: operation.cpuUnits, memoryGB: operation.memoryGb, costSaved: moneyText(saved) },
      cancelledBy: cancellation?.cancelledBy ?? operation.createdBy,
    };
  }
}
