import { findDatasetVersion, type ClaimedOperation, type OperationError } from "@longhaul/db";
import type { OperationDefinition } from "@longhaul/operations";
import type { WorkerContext } from "../context/context.ts";

/** The definition that a claimed operation runs by, or the reason why it can't run at all. */
export type Runnable =
  | { readonly definition: OperationDefinition; readonly refusal: null }
  | { readonly refusal: OperationError };

/** Finds what a claimed operation runs by. */
export async function findRunnable(ctx: WorkerContext, claimed: ClaimedOperation): Promise<Runnable> {
  const exhausted = tooManyCrashes(ctx, claimed);
  if (exhausted !== null) return { refusal: exhausted };
  const { type } = claimed.operation;
  const definition = ctx.registry.find(type);
  if (definition === undefined)
    return { refusal: { code: "unknown_operation_type", message: `this worker knows no operation type ${type}` } };
  const refusal = await findRefusal(ctx, claimed, definition);
  return refusal === null ? { definition, refusal } : { refusal };
}

function tooManyCrashes(ctx: WorkerContext, { operation }: ClaimedOperation): OperationError | null {
  if (operation.crashCount < ctx.config.crashBudget) return null;
  return {
    code: "crash_budget_exhausted",
    message: `the operation's process or worker died ${operation.crashCount} times, so it is not tried again; if it ran out of memory, retry it with a larger resourceAllocation.memoryGB`,
    ...(operation.currentPhase === null ? {} : { phase: operation.currentPhase }),
  };
}

async function findRefusal(
  ctx: WorkerContext,
  { operation }: ClaimedOperation,
  definition: OperationDefinition,
): Promise<OperationError | null> {
  const count = definition.phases.length;
  if (operation.totalPhases !== count)
    return {
      code: "phases_changed",
      message: `${operation.type} has ${count} phases by now, and had ${operation.totalPhases} when the operation was accepted; retry it, or start it again`,
    };
  if (operation.datasetId === null) {
    return definition.needsDataset ? { code: "dataset_missing", message: "the operation names no dataset" } : null;
  }
  const dataset = await findDatasetVersion(ctx.db, operation, operation.datasetId);
  if (dataset?.status === "Ready") return null;
  return {
    code: "dataset_unavailable",
    message: `dataset ${operation.datasetId} ${dataset === null ? "was deleted" : `is ${dataset.status}`}`,
  };
}
