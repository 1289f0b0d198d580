import { queueRank, retryDelaySec } from "@longhaul/domain";
import {
  completeOperation,
  failOperation,
  releaseOperation,
  type ClaimedOperation,
  type OperationError,
} from "@longhaul/db";
import { operationJob } from "@longhaul/queue";
import { wakeDependents } from "../batches/wake-dependents.ts";
import type { Logger } from "@longhaul/runtime";
import type { WorkerContext } from "../context.ts";
import type { RunEnd } from "./run-phases.ts";

/** Writes the end of a run to the ledger: completed, failed, or given back for another attempt. */
export async function settleRun(
  ctx: WorkerContext,
  { operation }: ClaimedOperation,
  end: RunEnd,
  logger: Logger,
): Promise<void> {
  const { db } = ctx;
  const owned = { operationId: operation.id, epoch: operation.epoch };
  switch (end.end) {
    case "completed": {
      const completion = {
        ...owned,
        summary: end.summary,
        ...(end.usage === undefined ? {} : { usage: end.usage }),
      };
      if (operation.batchId === null) await completeOperation(db, completion);
      else await ctx.batchCompletions.complete(operation.batchId, completion);
      logger.info("operation completed");
      return;
    }
    case "lost":
      logger.info("operation no longer owned");
      return;
    case "drained":
      await giveBack(ctx, operation, {});
      logger.info("operation given back by a draining worker");
      return;
    case "crashed":
      logger.warn({ phase: end.phase, exit: end.exit, isExhausted: end.isExhausted }, "phase process died");
      if (end.isExhausted) await fail(ctx, operation, outOfMemory(end.phase, operation.memoryGb));
      else await giveBack(ctx, operation, { crashed: true });
      return;
    case "failed": {
      const policy = operation.retryPolicy;
      const { code, message, retryable, trace } = end.error;
      const error = { code, message, phase: end.phase };
      logger.warn({ phase: end.phase, code, retryable, err: trace }, "phase failed");
      if (retryable && policy !== null && operation.attempt < policy.maxRetries) {
        await giveBack(ctx, operation, {
          delaySec: retryDelaySec(policy, operation.attempt + 1),
          attempt: { error },
        });
      } else await fail(ctx, operation, error);
    }
  }
}

/** Another attempt with the same allocation would end in the same way. */
const outOfMemory = (phase: string, memoryGb: number): OperationError => ({
  code: "out_of_memory",
  message: `the phase needs more than the ${memoryGb} GB of memory that it was given; retry the operation with a larger resourceAllocation.memoryGB`,
  phase,
});

async function fail(
  ctx: WorkerContext,
  { id, epoch, batchId }: ClaimedOperation["operation"],
  error: OperationError,
): Promise<void> {
  await failOperation(ctx.db, { operationId: id, epoch, error });
  if (batchId !== null) await wakeDependents(ctx, [id]);
}

async function giveBack(
  ctx: WorkerContext,
  operation: ClaimedOperation["operation"],
  how: { delaySec?: number; attempt?: { error: OperationError }; crashed?: boolean },
): Promise<void> {
  const epoch = await releaseOperation(ctx.db, { operationId: operation.id, epoch: operation.epoch, ...how });
  if (epoch === null) return;
  await ctx.queues
    .add("operations", operationJob({ ...operation, epoch }), {
      priority: queueRank(operation.priority, operation.createdAt),
      ...(how.delaySec === undefined ? {} : { delayMs: how.delaySec * 1000 }),
    })
    .catch((err: unknown) => ctx.logger.warn({ err, operationId: operation.id }, "not queued; the reconciler will"));
}
