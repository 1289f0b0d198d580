import { findReadyOperations, type NewBatchOperation, type ReadyPlaces, type Scope } from "@longhaul/db";
import { dependencyIndexes, queueRank, topologicalOrder } from "@longhaul/domain";
import { gateJob, operationJob, readyJob, type OperationFlow } from "@longhaul/queue";
import type { ApiContext } from "../../context/context.ts";

type QueuedOperation = Pick<
  NewBatchOperation,
  "id" | "type" | "name" | "dependsOn" | "priority" | "cpuUnits" | "memoryGb"
>;

/** What dashboards call a dependency that isn't queued along with its dependent, but was before. */
const EARLIER = { type: "an earlier operation", name: "" };

/** A batch with more dependencies than this is large: handing it over takes long. */
const MANY_GATES = 1_000;

/** So many batches are handed over side by side; of a large one that comes then, only what may run at once. */
const MAX_IN_HAND = 8;

/**
 * Hands operations of a batch to the queue as flows, sinks first, so that the gates behind an operation are there before
 * it can end. What fails here is made up for by the reconciler. While many batches are being handed over, a large one's
 * dependents go in without gates, when they are ready: the ledger knows what they wait for.
 * @param operations new ones; what they depend on beside each other has been queued before
 * @param places of those that wait for nothing; the others get theirs when their gates open
 */
export async function queueFlows(
  ctx: ApiContext,
  batch: Scope & { readonly batchId: string },
  operations: readonly QueuedOperation[],
  places: ReadyPlaces,
): Promise<void> {
  const { batchId } = batch;
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const gateOf = (operation: QueuedOperation, dependsOnId: string) =>
    gateJob(batchId, { ...operation, ...batch }, byId.get(dependsOnId) ?? { ...EARLIER, id: dependsOnId });
  const gateCount = operations.reduce((sum, { dependsOn }) => sum + dependsOn.length, 0);
  const withGates = gateCount <= MANY_GATES || ctx.queues.flowsInHand() < MAX_IN_HAND;
  const order = topologicalOrder(dependencyIndexes(operations));
  // Made as they are handed on: a large batch has a hundred thousand gates.
  const flows = function* (): Generator<OperationFlow> {
    for (const idx of (order ?? []).toReversed()) {
      const operation = operations[idx];
      if (operation === undefined) continue;
      const place = places.get(operation.id);
      if (place?.isAdmitted === false || (place === undefined && !withGates)) continue;
      yield {
        data: operationJob({ ...operation, ...batch, epoch: 0 }),
        gates: operation.dependsOn.map((dependsOnId) => gateOf(operation, dependsOnId)),
        ...(place === undefined ? {} : { priority: queueRank(operation.priority, place.fairTag) }),
      };
    }
  };
  try {
    await ctx.queues.addFlows(flows());
    // What was freed before its gates were there waits behind them.
    const dependents = operations.filter(({ dependsOn }) => dependsOn.length > 0).map(({ id }) => id);
    const freed = dependents.length === 0 ? [] : await findReadyOperations(ctx.db, dependents);
    await ctx.queues.addReady(freed.map(readyJob));
  } catch (err) {
    ctx.logger.warn({ err, batchId }, "batch not queued as a whole; the reconciler will");
  }
}
