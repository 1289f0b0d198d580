import { findDatasetVersion, type ClaimedOperation, type OperationError } from "@longhaul/db";
import type { OperationDefinition } from "@longhaul/operations";
import type { WorkerContext } from "../context/context.ts";

/** Finds the reason why a claimed operation can't run at all; null when it can. */
export async function findRefusal(
  ctx: WorkerContext,
  { operation }: ClaimedOperation,
  definition: OperationDefinition | undefined,
): Promise<OperationError | null> {
  if (operation.crashCount >= ctx.config.crashBudget) {
    return {
      code: "crash_budget_exhausted",
      message: `the operation's process or worker died ${operation.crashCount} times, so it is not tried again; if it ran out of memory, retry it with a larger resourceAllocation.memoryGB`,
      ...(operation.currentPhase === null ? {} : { phase: operation.currentPhase }),
    };
  }
  if (definition === undefined)
    return { code: "unknown_operation_type", message: `this worker knows no operation type ${operation.type}` };
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
