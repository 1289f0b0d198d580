import type { OperationRequest } from "@longhaul/contracts";
import type { NewOperation } from "@longhaul/db";
import type { OperationDefinition } from "@longhaul/operations";
import type { OperationPlan } from "./plan-operation.ts";

/** What a request and its plan say of a new operation, on its own or in a batch. */
export function newOperationFields(
  request: OperationRequest,
  plan: OperationPlan,
  definition: OperationDefinition,
): Omit<NewOperation, "id" | "tenantId" | "projectId" | "createdBy"> {
  return {
    type: request.operationType,
    name: request.operationName,
    ...(request.operationDescription === undefined ? {} : { description: request.operationDescription }),
    priority: request.priority,
    parameters: plan.parameters,
    defaulted: plan.defaulted,
    ...(request.callbacks === undefined ? {} : { callbacks: request.callbacks }),
    ...(request.notifications === undefined ? {} : { notifications: { ...request.notifications } }),
    ...(request.retryPolicy === undefined ? {} : { retryPolicy: request.retryPolicy }),
    timeoutSec: request.timeout,
    ...plan.resources,
    estimatedLowSec: plan.estimate.lowSec,
    estimatedHighSec: plan.estimate.highSec,
    estimatedCost: plan.estimatedCost,
    ...(plan.dataset === null ? {} : { datasetId: plan.dataset.id }),
    ...furtherFields(plan),
    ...(plan.dataset === null || plan.dataset.events === null ? {} : { inputRecords: plan.dataset.events }),
    phases: definition.phases.map(({ name, weight }) => ({ name, weight })),
  };
}

/** The fields of a new operation that hold the versions, each once, of the datasets that it reads beside its own. */
export function furtherFields({ further }: Pick<OperationPlan, "further">): Pick<NewOperation, "furtherDatasetIds"> {
  const ids = [...new Set(further.map(({ id }) => id))];
  return ids.length === 0 ? {} : { furtherDatasetIds: ids };
}
