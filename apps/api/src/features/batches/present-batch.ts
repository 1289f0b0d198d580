import type { BatchAnswer, BatchOperationAnswer } from "@longhaul/contracts";
import type { BatchOperation, BatchView, Scope } from "@longhaul/db";
import {
  dependencyIndexes,
  durationText,
  estimateText,
  isTerminal,
  remainingEstimate,
  scheduleAlongCriticalPath,
  takeTurns,
  timeText,
  type DurationEstimate,
  type Schedule,
} from "@longhaul/domain";

/** Where a batch's status is. */
export function batchPath(scope: Scope, batchId: string): string {
  return `/api/${scope.tenantId}/${scope.projectId}/async/batch/${batchId}`;
}

/** A batch as it is; `isNew` leaves out what only makes sense later. */
export async function presentBatch({ batch, operations, now }: BatchView, isNew = false): Promise<BatchAnswer> {
  const turn = takeTurns();
  const dependsOn = dependencyIndexes(operations);
  await turn();
  const remaining = operations.map((operation) => remainingOf(operation, now));
  const { nodes, total } = scheduleAlongCriticalPath(dependsOn, remaining);
  await turn();
  const whole = scheduleAlongCriticalPath(dependsOn, operations.map(estimateOf)).total;
  await turn();
  const inSec = (seconds: number): string => timeText(new Date(now.getTime() + 1000 * seconds));
  const ended = batch.endedAt !== null;
  const startedAt = batch.startedAt ?? batch.createdAt;
  const presented: BatchOperationAnswer[] = [];
  for (const [idx, operation] of operations.entries()) {
    await turn();
    const dependencies = (dependsOn[idx] ?? []).map((dependency) => keyOf(operations[dependency]));
    presented.push(presentOperation(operation, dependencies, nodes[idx], inSec, isNew));
  }
  return {
    batchId: batch.id,
    batchName: batch.name,
    ...(isNew || batch.description === null ? {} : { batchDescription: batch.description }),
    status: batch.status,
    operations: presented,
    totalOperations: operations.length,
    ...(isNew ? {} : { progress: progressOf(operations) }),
    ...(ended ? {} : { estimatedBatchDuration: estimateText(whole), estimatedBatchCompletion: inSec(total.highSec) }),
    batchStartTime: timeText(startedAt),
    ...(batch.endedAt === null
      ? {}
      : {
          batchEndTime: timeText(batch.endedAt),
          duration: durationText((batch.endedAt.getTime() - startedAt.getTime()) / 1000),
        }),
    ...(isNew ? {} : { dateCreated: timeText(batch.createdAt) }),
    trackingUrl: batchPath(batch, batch.id),
  };
}

const keyOf = (operation: BatchOperation | undefined): string => operation?.operationKey ?? "";

const estimateOf = (operation: BatchOperation): DurationEstimate => ({
  lowSec: operation.estimatedLowSec,
  highSec: operation.estimatedHighSec,
});

function remainingOf(operation: BatchOperation, now: Date): DurationEstimate {
  if (isTerminal(operation.status)) return { lowSec: 0, highSec: 0 };
  const estimate = estimateOf(operation);
  if (operation.startedAt === null) return estimate;
  return remainingEstimate(estimate, (now.getTime() - operation.startedAt.getTime()) / 1000, operation.progress);
}

function presentOperation(
  operation: BatchOperation,
  dependencies: readonly string[],
  schedule: Schedule | undefined,
  inSec: (seconds: number) => string,
  isNew: boolean,
): BatchOperationAnswer {
  const isPending = operation.status === "Initiated" && operation.blocked;
  const answer: BatchOperationAnswer = {
    operationKey: keyOf(operation),
    operationId: operation.id,
    status: isPending ? "Pending" : operation.status,
    dependencies,
    ...(isPending ? { estimatedStartTime: inSec(schedule?.start.highSec ?? 0) } : {}),
    ...(!isPending && !isTerminal(operation.status) ? { estimatedDuration: estimateText(estimateOf(operation)) } : {}),
  };
  if (isNew) return answer;
  const { startedAt, endedAt } = operation;
  return {
    ...answer,
    operationName: operation.name,
    operationType: operation.type,
    progress: operation.progress,
    ...(startedAt === null ? {} : { startTime: timeText(startedAt) }),
    ...(endedAt === null ? {} : { endTime: timeText(endedAt) }),
    ...(startedAt === null || endedAt === null
      ? {}
      : { duration: durationText((endedAt.getTime() - startedAt.getTime()) / 1000) }),
    ...(operation.cancellation?.reason === undefined || operation.cancellation.reason === ""
      ? {}
      : { reason: operation.cancellation.reason }),
    ...(operation.error === null || !isTerminal(operation.status) ? {} : { error: operation.error }),
  };
}

/** Counts by state, and the share of the work that is over: what has ended counts whole, what runs by its progress. */
function progressOf(operations: readonly BatchOperation[]): NonNullable<BatchAnswer["progress"]> {
  const count = (...statuses: readonly string[]): number =>
    operations.filter((operation) => statuses.includes(operation.status)).length;
  const done = operations.reduce((sum, item) => sum + (isTerminal(item.status) ? 100 : item.progress), 0);
  return {
    percentage: Math.floor(done / Math.max(1, operations.length)),
    pending: count("Initiated"),
    running: count("Running"),
    completed: count("Completed"),
    failed: count("Failed", "Timeout"),
    cancelled: count("Cancelled"),
  };
}
