import type { OperationAccepted, OperationRequest, ResourcesAllocated } from "@longhaul/contracts";
import type { Scope } from "@longhaul/db";
import { estimateText, moneyText, timeText } from "@longhaul/domain";
import type { OperationPlan } from "./plan-operation.ts";

/** Where an operation's status is. */
export function operationPath(scope: Scope, operationId: string): string {
  return `/api/${scope.tenantId}/${scope.projectId}/async/operation/${operationId}`;
}

/** The answer to an accepted operation. */
export function presentAccepted(accepted: {
  readonly operationId: string;
  readonly scope: Scope;
  readonly request: OperationRequest;
  readonly plan: OperationPlan;
  readonly createdAt: Date;
  readonly timeoutAt: Date;
}): OperationAccepted {
  const { operationId, scope, request, plan, createdAt, timeoutAt } = accepted;
  return {
    operationId,
    operationType: request.operationType,
    operationName: request.operationName,
    status: "Initiated",
    estimatedDuration: estimateText(plan.estimate),
    estimatedCompletion: timeText(new Date(createdAt.getTime() + 1000 * plan.estimate.highSec)),
    trackingUrl: operationPath(scope, operationId),
    webhooksRegistered: Object.keys(request.callbacks ?? {}).length,
    priority: request.priority,
    dateCreated: timeText(createdAt),
    timeoutAt: timeText(timeoutAt),
    resourcesAllocated: presentResources(plan.resources, plan.estimatedCost),
  };
}

export function presentResources(resources: { cpuUnits: number; memoryGb: number }, cost: number): ResourcesAllocated {
  return { cpuUnits: resources.cpuUnits, memoryGB: resources.memoryGb, estimatedCost: moneyText(cost) };
}
