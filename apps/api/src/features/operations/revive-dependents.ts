import {
  addBatchOperations,
  listBatchOperations,
  listRetryChains,
  lockBatch,
  reopenBatch,
  type BatchOperation,
  type NewBatchOperation,
  type NewRetry,
  type OperationRecord,
  type Sql,
} from "@longhaul/db";
import { dependencyIndexes, DomainError, retryOperationId, topologicalOrder } from "@longhaul/domain";
import type { OperationRegistry } from "@longhaul/operations";
import type { ApiContext } from "../../context/context.ts";

/**
 * The place in its batch that a retry of an operation takes. Holds the batch until the transaction's end.
 * @throws DomainError when another stands there already, or a dependency has not completed
 */
export async function placeInBatch(sql: Sql, original: OperationRecord): Promise<NonNullable<NewRetry["inBatch"]>> {
  const { batchId } = original;
  if (batchId === null || !(await lockBatch(sql, batchId))) throw new Error("the operation is in no batch");
  const operations = await listBatchOperations(sql, batchId);
  const current = operations.find((operation) => operation.id === original.id);
  if (current === undefined) {
    const other = operations.find((operation) => operation.operationKey === original.operationKey);
    throw new DomainError("conflict", `a retry stands in this operation's place already: ${other?.id}`, {
      details: { operationId: other?.id, status: other?.status },
    });
  }
  const open = operations.find((item) => current.dependsOn.includes(item.id) && item.status !== "Completed");
  if (open !== undefined) {
    throw new DomainError(
      "conflict",
      `its dependency "${open.operationKey}" is ${open.status}; retry that with ?cascade=true, which revives this one, too`,
      { details: { operationId: open.id, operationKey: open.operationKey, status: open.status } },
    );
  }
  return { batchId, operationKey: original.operationKey, position: current.batchPosition };
}

/**
 * Puts a retry in an operation's place and new operations in those of its dependents that were cancelled for its sake,
 * as far as nothing else holds them up; the batch runs again.
 * @returns the new operations; what they depend on is left out where it has completed
 */
export async function reviveDependents(
  { registry, config }: Pick<ApiContext, "registry" | "config">,
  sql: Sql,
  original: OperationRecord,
  retryId: string,
  createdBy: string,
): Promise<NewBatchOperation[]> {
  const { tenantId, projectId } = original;
  const batchId = original.batchId ?? "";
  // The retry itself is among them now; the original is what counts here.
  const operations = (await listBatchOperations(sql, batchId)).filter((operation) => operation.id !== retryId);
  const order = topologicalOrder(dependencyIndexes(operations));
  const standsFor = new Map([[original.id, retryId]]);
  const wanted: BatchOperation[] = [];
  const statusOf = new Map(operations.map((operation) => [operation.id, operation.status]));
  for (const idx of order ?? []) {
    const operation = operations[idx];
    if (operation === undefined || !wasTakenAlong(operation)) continue;
    if (!operation.dependsOn.some((id) => standsFor.has(id))) continue;
    if (!operation.dependsOn.every((id) => standsFor.has(id) || statusOf.get(id) === "Completed")) continue;
    standsFor.set(operation.id, "");
    wanted.push(operation);
  }
  const chains = await listRetryChains(sql, wanted.map(rootOf));
  for (const operation of wanted) {
    const chain = chains.get(rootOf(operation));
    if (chain !== undefined && chain.liveId !== null) {
      throw new DomainError("not_yet", `a retry of "${operation.operationKey}" is under way already: ${chain.liveId}`, {
        details: { operationId: chain.liveId },
      });
    }
    standsFor.set(operation.id, retryOperationId(rootOf(operation), (chain?.retries ?? 0) + 1));
  }
  const revived = wanted.map((operation) =>
    revive(registry, operation, standsFor, (chains.get(rootOf(operation))?.retries ?? 0) + 1),
  );
  if (revived.length > 0)
    await addBatchOperations(sql, { tenantId, projectId, id: batchId, createdBy }, revived, config.quotas);
  await reopenBatch(
    sql,
    batchId,
    [...standsFor].map(([operationId, by]) => ({ operationId, by })),
  );
  return revived.map((operation) => ({
    ...operation,
    dependsOn: operation.dependsOn.filter((id) => statusOf.get(id) !== "Completed"),
  }));
}

const rootOf = (operation: OperationRecord): string => operation.rootId ?? operation.id;

/** Whether it was cancelled only because a dependency did not complete. */
const wasTakenAlong = ({ status, cancellation }: OperationRecord): boolean =>
  status === "Cancelled" && cancellation?.reason?.startsWith("DependencyFailed:") === true;

function revive(
  registry: OperationRegistry,
  operation: BatchOperation,
  standsFor: ReadonlyMap<string, string>,
  retryNumber: number,
): NewBatchOperation {
  const definition = registry.find(operation.type);
  if (definition === undefined)
    throw new DomainError("conflict", `operation type ${operation.type} is no longer offered`);
  const now = (id: string): string => standsFor.get(id) ?? id;
  return {
    id: now(operation.id),
    operationKey: operation.operationKey ?? "",
    position: operation.batchPosition,
    dependsOn: operation.dependsOn.map(now),
    ...(operation.datasetFrom === null ? {} : { datasetFrom: now(operation.datasetFrom) }),
    retryOf: { operationId: operation.id, rootId: rootOf(operation), retryNumber },
    type: operation.type,
    name: operation.name,
    ...(operation.description === null ? {} : { description: operation.description }),
    priority: operation.priority,
    parameters: operation.parameters,
    ...(operation.defaulted === null ? {} : { defaulted: operation.defaulted }),
    ...(operation.callbacks === null ? {} : { callbacks: operation.callbacks }),
    ...(operation.notifications === null ? {} : { notifications: operation.notifications }),
    ...(operation.retryPolicy === null ? {} : { retryPolicy: operation.retryPolicy }),
    timeoutSec: operation.timeoutSec,
    cpuUnits: operation.cpuUnits,
    memoryGb: operation.memoryGb,
    estimatedLowSec: operation.estimatedLowSec,
    estimatedHighSec: operation.estimatedHighSec,
    ...(operation.estimatedCost === null ? {} : { estimatedCost: operation.estimatedCost }),
    ...(operation.datasetId === null ? {} : { datasetId: operation.datasetId }),
    ...(operation.furtherDatasetIds === null ? {} : { furtherDatasetIds: operation.furtherDatasetIds }),
    ...(operation.inputRecords === null ? {} : { inputRecords: operation.inputRecords }),
    phases: definition.phases.map(({ name, weight }) => ({ name, weight })),
  };
}
