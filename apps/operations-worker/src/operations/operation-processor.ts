import { findOperationState, type OperationState } from "@longhaul/db";
import { isTerminal } from "@longhaul/domain";
import { ForgetJob, RefuseJob, type JobProcessor, type JobRef } from "@longhaul/queue";
import type { WorkerContext } from "../context/context.ts";
import { unfinishedJob } from "../context/unfinished-job.ts";
import { endReason } from "../context/end-reason.ts";
import { runOperation } from "./run-operation.ts";

/**
 * Makes the processor of operations' jobs. A job ends as its operation did, so that dashboards show it: with the
 * summary, failed with the reason, or not at all when another job stands for the operation by now.
 */
export function operationProcessor(ctx: WorkerContext): JobProcessor<"operations"> {
  return async (ref, job) => {
    const run = await runOperation(ctx, ref, job);
    if (run.outcome === "completed") return run.summary;
    if (run.outcome === "failed") throw new RefuseJob(run.reason);
    return jobResult(ctx, ref, await findOperationState(ctx.db, ref.operationId));
  };
}

/** Explains the failure of a job whose gates were refused: with the end of its operation, not with the gates. */
export function operationFailure({ db }: Pick<WorkerContext, "db">) {
  return async ({ operationId }: JobRef<"operations">): Promise<string | null> => {
    const operation = await findOperationState(db, operationId);
    return operation === null || !isTerminal(operation.status) ? null : endReason(operation);
  };
}

/** What the ledger says of a job whose operation this worker didn't bring to an end. */
function jobResult(
  ctx: WorkerContext,
  ref: JobRef<"operations">,
  operation: OperationState | null,
): Record<string, unknown> {
  if (operation === null) throw new ForgetJob();
  if (operation.status === "Completed") return operation.summary ?? {};
  if (isTerminal(operation.status)) throw new RefuseJob(endReason(operation));
  if (operation.blocked || operation.isHeld) throw new ForgetJob();
  throw unfinishedJob(ctx, ref, operation);
}
