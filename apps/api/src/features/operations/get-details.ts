import type { Request, Response } from "express";
import type { OperationDetails, OperationRun } from "@longhaul/contracts";
import { findOperation, listExecutions, listRetries, type EarlierExecution, type OperationRecord } from "@longhaul/db";
import { timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { refuseExpired } from "./refuse-expired.ts";

/** GET …/async/operation/{operationId}/details: the request, attempts, runs and retries, and usage over time. */
export function getDetails(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const view = await findOperation(ctx.db, scopeOf(req), pathParameter(req, "operationId"));
    if (view === null) throw notFound();
    const { operation } = view;
    refuseExpired(operation);
    const [retries, earlier] = await Promise.all([
      listRetries(ctx.db, operation.rootId ?? operation.id),
      listExecutions(ctx.db, operation.id),
    ]);
    res.json({
      ...presentDetails(operation),
      executions: [...earlier, ...lastRun(operation)].map(presentRun),
      ...(retries.length === 0 ? {} : { retries: retries.map(({ id, status }) => ({ operationId: id, status })) }),
    });
  };
}

/** A run, of which what isn't over has no end. */
type Run = Omit<EarlierExecution, "endedAt" | "outcome"> & {
  readonly endedAt: Date | null;
  readonly outcome: OperationRun["outcome"];
};

function presentRun({ executionId, workerNode, startedAt, endedAt, outcome, error }: Run): OperationRun {
  return {
    executionId,
    ...(workerNode === null ? {} : { workerNode }),
    ...(startedAt === null ? {} : { startTime: timeText(startedAt) }),
    ...(endedAt === null ? {} : { endTime: timeText(endedAt) }),
    outcome,
    ...(error === null || endedAt === null ? {} : { error }),
  };
}

/** The run that is under way, or that the operation ended in; none while nobody has it. */
function lastRun(operation: OperationRecord): Run[] {
  const { executionId, workerNode, claimedAt: startedAt, endedAt, status: outcome, error } = operation;
  return executionId === null || workerNode === null
    ? []
    : [{ executionId, workerNode, startedAt, endedAt, outcome, error }];
}

function presentDetails(operation: OperationRecord): Omit<OperationDetails, "executions"> {
  const start = operation.startedAt?.getTime() ?? 0;
  return {
    operationId: operation.id,
    ...(operation.description === null ? {} : { operationDescription: operation.description }),
    parameters: operation.parameters,
    ...(operation.defaulted === null ? {} : { defaulted: operation.defaulted }),
    timeout: operation.timeoutSec,
    resources: { cpuUnits: operation.cpuUnits, memoryGB: operation.memoryGb },
    ...(operation.retryPolicy === null ? {} : { retryPolicy: operation.retryPolicy }),
    ...(operation.callbacks === null ? {} : { callbacks: operation.callbacks }),
    ...(operation.notifications === null ? {} : { notifications: operation.notifications }),
    ...(operation.batchId === null
      ? {}
      : {
          batch: {
            batchId: operation.batchId,
            ...(operation.operationKey === null ? {} : { operationKey: operation.operationKey }),
          },
        }),
    ...(operation.retryOf === null ? {} : { retryOf: operation.retryOf }),
    attempts: {
      failed: operation.attempt,
      workersLost: operation.crashCount,
      ...(operation.nextAttemptAt === null ? {} : { next: timeText(operation.nextAttemptAt) }),
    },
    usage: (operation.usage?.samples ?? []).map(([at, cpuPercent, memoryBytes]) => ({
      seconds: Math.max(0, (at - start) / 1000),
      ...(cpuPercent === null ? {} : { cpuUsage: cpuPercent }),
      memoryBytes,
    })),
  };
}
