import { FIRST_RANK, retryDelaySec } from "@longhaul/domain";
import {
  completeOperation,
  failOperation,
  releaseOperation,
  type ClaimedOperation,
  type OperationError,
} from "@longhaul/db";
import { jobCatalog, operationJob } from "@longhaul/queue";
import type { Logger } from "@longhaul/runtime";
import type { WorkerContext } from "../context/context.ts";
import { notStorable } from "./phase-moves.ts";
import { endReason, errorText } from "../context/end-reason.ts";
import type { RunEnd } from "../context/run-end.ts";

/** What became of a run, for its job. */
export type RunOutcome =
  | { readonly outcome: "completed"; readonly summary: Record<string, unknown> }
  /** This run's end, though the operation may go on with another. */
  | { readonly outcome: "failed"; readonly reason: string }
  /** The ledger knows. */
  | { readonly outcome: "unknown" };

/** How long an operation waits whose phase met storage that was away: it costs no attempt, until its deadline ends it. */
const STORAGE_AWAY_SEC = 5;

export const UNKNOWN = { outcome: "unknown" } as const;

/** Writes the end of a run to the ledger: completed, failed, or released for another attempt. */
export async function settleRun(
  ctx: WorkerContext,
  claimed: ClaimedOperation,
  end: RunEnd,
  logger: Logger,
): Promise<RunOutcome> {
  const { db } = ctx;
  const { operation } = claimed;
  const owned = { operationId: operation.id, epoch: operation.epoch };
  switch (end.end) {
    case "completed": {
      const completion = { ...owned, summary: end.summary, usage: end.usage };
      try {
        const isOwned = end.isWritten || (await completeOperation(db, completion));
        logger.info("operation completed");
        if (operation.batchId !== null) await ctx.dependents.start([operation.id]);
        return isOwned ? { outcome: "completed", summary: end.summary } : UNKNOWN;
      } catch (err) {
        const error = notStorable(err, "the operation's summary");
        if (error === null) throw err;
        return settleRun(ctx, claimed, { end: "failed", phase: end.phase, error }, logger);
      }
    }
    case "lost":
      logger.info("operation no longer owned");
      return UNKNOWN;
    case "drained":
      await releaseRun(ctx, operation, {});
      logger.info("operation given back by a draining worker");
      return UNKNOWN;
    case "late":
      // It hasn't begun: it waits where it did, not before the operations of other tenants.
      await releaseRun(ctx, operation, { priority: end.priority });
      logger.info("operation given back that was claimed ahead of a free place");
      return UNKNOWN;
    case "crashed": {
      logger.warn({ phase: end.phase, exit: end.exit, isExhausted: end.isExhausted }, "phase process died");
      if (end.isExhausted) return failRun(ctx, operation, outOfMemory(end.phase, operation.memoryGb));
      const next = await releaseRun(ctx, operation, { crashed: true });
      return next === null
        ? UNKNOWN
        : { outcome: "failed", reason: `the process of phase "${end.phase}" died (${end.exit}); goes on as ${next}` };
    }
    case "failed": {
      const policy = operation.retryPolicy;
      const { code, message, retryable, isStorageFault, trace } = end.error;
      const error = { code, message, phase: end.phase };
      if (isStorageFault === true) {
        logger.warn({ phase: end.phase, err: trace }, "storage was away; the phase is run again");
        const next = await releaseRun(ctx, operation, { delaySec: STORAGE_AWAY_SEC });
        return next === null
          ? UNKNOWN
          : { outcome: "failed", reason: `storage was away; goes on in ${STORAGE_AWAY_SEC} s as ${next}` };
      }
      logger.warn({ phase: end.phase, code, retryable, err: trace }, "phase failed");
      if (!retryable || policy === null || operation.attempt >= policy.maxRetries)
        return failRun(ctx, operation, error);
      const delaySec = retryDelaySec(policy, operation.attempt + 1);
      const next = await releaseRun(ctx, operation, { delaySec, attempt: { error } });
      const attempt = `attempt ${operation.attempt + 1} of ${policy.maxRetries + 1}`;
      return next === null
        ? UNKNOWN
        : {
            outcome: "failed",
            reason: `${attempt}: ${errorText(error)}; the next follows in ${delaySec} s as ${next}`,
          };
    }
  }
}

/** Another attempt with the same allocation would end in the same way. */
const outOfMemory = (phase: string, memoryGb: number): OperationError => ({
  code: "out_of_memory",
  message: `the phase needs more than the ${memoryGb} GB of memory that it was given; retry the operation with a larger resourceAllocation.memoryGB`,
  phase,
});

/** Ends a claimed operation as Failed. */
export async function failRun(
  ctx: WorkerContext,
  { id, epoch }: ClaimedOperation["operation"],
  error: OperationError,
): Promise<RunOutcome> {
  const isOwned = await failOperation(ctx.db, { operationId: id, epoch, error });
  return isOwned ? { outcome: "failed", reason: endReason({ status: "Failed", error, cancellation: null }) } : UNKNOWN;
}

/** Gives an operation back. @returns the id of the job that goes on with it, or null when the operation was no longer ours */
export async function releaseRun(
  ctx: WorkerContext,
  operation: ClaimedOperation["operation"],
  {
    priority = FIRST_RANK,
    ...how
  }: { priority?: number; delaySec?: number; attempt?: { error: OperationError }; crashed?: boolean },
): Promise<string | null> {
  const epoch = await releaseOperation(ctx.db, { operationId: operation.id, epoch: operation.epoch, ...how });
  if (epoch === null) return null;
  const next = operationJob({ ...operation, epoch });
  await ctx.queues
    .add("operations", next, {
      priority,
      ...(how.delaySec === undefined ? {} : { delayMs: how.delaySec * 1000 }),
    })
    .catch((err: unknown) => ctx.logger.warn({ err, operationId: operation.id }, "not queued; the reconciler will"));
  return jobCatalog.operations.jobId(next);
}
