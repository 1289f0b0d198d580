import { listOverdueGates, type NewBatchOperation } from "@longhaul/db";
import { dependencyIndexes, queueRank, topologicalOrder } from "@longhaul/domain";
import type { ApiContext } from "../../context.ts";

/**
 * Hands operations of a batch to the queue as flows, sinks first, so that the gates behind an operation are there before
 * it can end. What fails here is made up for by the reconciler.
 * @param operations new ones; what they depend on beside each other has been queued before
 */
export async function queueFlows(
  ctx: ApiContext,
  batchId: string,
  operations: readonly Pick<NewBatchOperation, "id" | "dependsOn" | "priority">[],
  createdAt: Date,
): Promise<void> {
  const order = topologicalOrder(dependencyIndexes(operations));
  const flows = (order ?? []).toReversed().flatMap((idx) => {
    const operation = operations[idx];
    if (operation === undefined) return [];
    return {
      data: { operationId: operation.id, epoch: 0 },
      gates: operation.dependsOn.map((dependsOnId) => ({ batchId, operationId: operation.id, dependsOnId })),
      priority: queueRank(operation.priority, createdAt),
    };
  });
  try {
    await ctx.queues.addFlows(flows);
    // What ended before the gates behind it were there woke nothing.
    await ctx.queues.wakeGates(await listOverdueGates(ctx.db, batchId));
  } catch (err) {
    ctx.logger.warn({ err, batchId }, "batch not queued as a whole; the reconciler will");
  }
}
