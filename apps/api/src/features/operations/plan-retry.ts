import type { RetryBody } from "@longhaul/contracts";
import { listCheckpoints, type OperationView, type Scope } from "@longhaul/db";
import {
  DomainError,
  mergePatch,
  pointersLeft,
  retryOperationId,
  savedPercentage,
  type Priority,
} from "@longhaul/domain";
import { phaseFingerprints, resumeIndex, type OperationDefinition } from "@longhaul/operations";
import type { ApiContext } from "../../context/context.ts";
import { pinnedDatasetReader } from "../../context/read-dataset.ts";
import { planOperation, type OperationPlan } from "./plan-operation.ts";

/** What a retry would be: its parameters and resources, and what it takes over. */
export interface RetryPlan extends Omit<OperationPlan, "defaulted"> {
  /** Pointers to values from defaults, of this request or an earlier one; null when an earlier one didn't record them. */
  readonly defaulted: readonly string[] | null;
  readonly definition: OperationDefinition;
  readonly priority: Priority;
  readonly preservedPhases: number;
  readonly progressSaved: number;
  readonly recordsProcessed: number | null;
  readonly rootId: string;
  /** The one that the parameters name, or else that of the original: in a batch it came from a dependency. */
  readonly datasetId: string | null;
}

const RETRYABLE: ReadonlySet<string> = new Set(["Failed", "Timeout", "Cancelled"]);

/** Plans a retry of an ended operation. @throws DomainError when it can't be retried */
export async function planRetry(
  ctx: ApiContext,
  scope: Scope,
  { operation, phases }: OperationView,
  body: RetryBody,
): Promise<RetryPlan> {
  if (!RETRYABLE.has(operation.status)) {
    throw new DomainError(
      "conflict",
      `only what Failed, timed out or was Cancelled can be retried; the operation is ${operation.status}`,
      {
        details: { status: operation.status },
      },
    );
  }
  const definition = ctx.registry.find(operation.type);
  if (definition === undefined)
    throw new DomainError("conflict", `operation type ${operation.type} is no longer offered`);
  const { resourceAllocation, ...patch } = body.updatedParameters ?? {};
  const priority = resourceAllocation?.priority ?? operation.priority;
  const plan = await planOperation(ctx, scope, {
    definition,
    parameters: mergePatch(operation.parameters, patch),
    priority,
    datasets: pinnedDatasetReader(ctx, scope, operation),
    ...(operation.batchId === null
      ? {}
      : {
          inBatch: {
            hasDependencies: true,
            comes: operation.datasetId !== null,
            records: operation.inputRecords,
          },
        }),
    resources: {
      cpuUnits: resourceAllocation?.cpuUnits ?? operation.cpuUnits,
      memoryGb: resourceAllocation?.memoryGB ?? operation.memoryGb,
    },
  });
  const datasetId = plan.dataset?.id ?? (operation.batchId === null ? null : operation.datasetId);
  const fingerprints = phaseFingerprints(definition, { parameters: plan.parameters, datasetId });
  const preservedPhases =
    body.retryMode === "restart" ? 0 : resumeIndex(fingerprints, await listCheckpoints(ctx.db, operation.id));
  const weights = definition.phases.map((phase) => phase.weight);
  const preserved = Array.from({ length: preservedPhases }, (_, idx) => idx);
  const share = 1 - savedPercentage(weights, preserved) / 100;
  return {
    ...plan,
    defaulted: operation.defaulted === null ? null : [...pointersLeft(operation.defaulted, patch), ...plan.defaulted],
    definition,
    priority,
    datasetId,
    preservedPhases,
    progressSaved: Math.min(99, savedPercentage(weights, preserved)),
    recordsProcessed:
      phases.slice(0, preservedPhases).findLast((phase) => phase.recordsProcessed !== null)?.recordsProcessed ?? null,
    rootId: operation.rootId ?? operation.id,
    estimate: {
      lowSec: Math.max(1, Math.round(plan.estimate.lowSec * share)),
      highSec: Math.max(1, Math.ceil(plan.estimate.highSec * share)),
    },
    estimatedCost: plan.estimatedCost * share,
  };
}

/** Number and id of the next retry of a chain. @throws DomainError when one is alive */
export function nextRetry(
  rootId: string,
  retries: readonly { id: string; retryNumber: number; status: string }[],
): { retryNumber: number; operationId: string } {
  const live = retries.find((retry) => retry.status === "Initiated" || retry.status === "Running");
  if (live !== undefined) {
    throw new DomainError("not_yet", `a retry is under way already: ${live.id}`, {
      details: { operationId: live.id, status: live.status },
    });
  }
  const retryNumber = 1 + Math.max(0, ...retries.map((retry) => retry.retryNumber));
  return { retryNumber, operationId: retryOperationId(rootId, retryNumber) };
}
