import type { BatchAnswer, BatchOperationAnswer, ListedBatch } from "@longhaul/contracts";
import type { BatchInShort, BatchOperation, BatchRecord, BatchView, Scope } from "@longhaul/db";
import {
  dependencyIndexes,
  durationText,
  estimateText,
  isTerminal,
  remainingEstimate,
  scheduleAlongCriticalPath,
  Pacer,
  SERVER_SLICE_MS,
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
  const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
  const dependsOn = dependencyIndexes(operations);
  await pacer.pause();
  const remaining = operations.map((operation) => remainingOf(operation, now));
  const { nodes, total } = scheduleAlongCriticalPath(dependsOn, remaining);
  await pacer.pause();
  const whole = scheduleAlongCriticalPath(dependsOn, operations.map(estimateOf)).total;
  await pacer.pause();
  const inSec = (seconds: number): string => timeText(new Date(now.getTime() + 1000 * seconds));
  const ended = batch.endedAt !== null;
  const presented: BatchOperationAnswer[] = [];
  for (const [idx, operation] of operations.entries()) {
    await pacer.pause();
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
    ...(isNew ? {} : { progress: progressOf(stateOf(operations)) }),
    ...(ended ? {} : { estimatedBatchDuration: estimateText(whole), estimatedBatchCompletion: inSec(total.highSec) }),
    ...timesOf(batch),
    ...(isNew ? {} : { dateCreated: timeText(batch.createdAt) }),
    trackingUrl: batchPath(batch, batch.id),
  };
}

/** A batch as lists have it. */
export function presentListedBatch({ batch, ...state }: BatchInShort): ListedBatch {
  return {
    batchId: batch.id,
    batchName: batch.name,
    ...(batch.description === null ? {} : { batchDescription: batch.description }),
    status: batch.status,
    totalOperations: Object.values(state.counts).reduce((sum, count) => sum + count, 0),
    progress: progressOf(state),
    ...timesOf(batch),
    dateCreated: timeText(batch.createdAt),
    trackingUrl: batchPath(batch, batch.id),
  };
}

function timesOf({ startedAt, createdAt, endedAt }: BatchRecord) {
  const start = startedAt ?? createdAt;
  return {
    batchStartTime: timeText(start),
    ...(endedAt === null
      ? {}
      : { batchEndTime: timeText(endedAt), duration: durationText((endedAt.getTime() - start.getTime()) / 1000) }),
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

function stateOf(operations: readonly BatchOperation[]): Omit<BatchInShort, "batch"> {
  const counts: Partial<Record<BatchOperation["status"], number>> = {};
  for (const { status } of operations) counts[status] = (counts[status] ?? 0) + 1;
  const open = operations.filter(({ status }) => !isTerminal(status));
  return { counts, openProgress: open.reduce((sum, { progress }) => sum + progress, 0) };
}

/** Counts by state, and the share of the work that is over: what has ended counts whole, what runs by its progress. */
function progressOf({ counts, openProgress }: Omit<BatchInShort, "batch">): NonNullable<BatchAnswer["progress"]> {
  const { Initiated = 0, Running = 0, Completed = 0, Failed = 0, Timeout = 0, Cancelled = 0 } = counts;
  const ended = Completed + Failed + Timeout + Cancelled;
  return {
    percentage: Math.floor((100 * ended + openProgress) / Math.max(1, ended + Initiated + Running)),
    pending: Initiated,
    running: Running,
    completed: Completed,
    failed: Failed + Timeout,
    cancelled: Cancelled,
  };
}
