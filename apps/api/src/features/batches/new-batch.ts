import type { BatchRequest } from "@longhaul/contracts";
import type { NewBatch, NewBatchOperation, Scope } from "@longhaul/db";
import { newBatchId, newBatchOperationId } from "@longhaul/domain";
import { newOperationFields } from "../operations/new-operation-fields.ts";
import type { PlannedOperation } from "./plan-batch.ts";

/** A batch with fresh ids, as a request and its plan say. */
export function newBatch(
  scope: Scope,
  body: BatchRequest,
  plan: readonly PlannedOperation[],
  createdBy: string,
): NewBatch {
  return {
    id: newBatchId(),
    ...scope,
    name: body.batchName,
    ...(body.batchDescription === undefined ? {} : { description: body.batchDescription }),
    failurePolicy: body.failurePolicy,
    ...(body.batchCallbacks === undefined ? {} : { callbacks: body.batchCallbacks }),
    createdBy,
    operations: newOperations(body, plan),
  };
}

function newOperations(body: BatchRequest, plan: readonly PlannedOperation[]): NewBatchOperation[] {
  const ids = plan.map((planned) => newBatchOperationId(planned.key));
  const idAt = (idx: number): string => ids[idx] ?? "";
  return plan.map((planned, idx): NewBatchOperation => {
    const request = body.operations[idx];
    if (request === undefined) throw new Error(`no operation at ${idx}`);
    return {
      id: idAt(idx),
      operationKey: planned.key,
      position: idx,
      dependsOn: planned.dependsOn.map(idAt),
      ...(planned.datasetFrom === null ? {} : { datasetFrom: idAt(planned.datasetFrom) }),
      ...newOperationFields(request, planned, planned.definition),
      ...(planned.retryPolicy === null ? {} : { retryPolicy: planned.retryPolicy }),
    };
  });
}
