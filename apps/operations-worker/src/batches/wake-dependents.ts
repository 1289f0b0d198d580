import { findReadyOperations, listGatesAfter } from "@longhaul/db";
import { queueRank } from "@longhaul/domain";
import type { WorkerContext } from "../context.ts";

/**
 * Tells the queue what the end of operations means for others of their batches. The ledger knows already: when this
 * fails, or the process dies before it, the reconciler does the same a little later.
 */
export async function wakeDependents(ctx: WorkerContext, operationIds: readonly string[]): Promise<void> {
  if (operationIds.length === 0) return;
  try {
    const missing = await ctx.queues.wakeGates(await listGatesAfter(ctx.db, operationIds));
    if (missing.length === 0) return;
    // The queue lost their flows: what may run now goes in without.
    const ready = await findReadyOperations(
      ctx.db,
      missing.map((gate) => gate.operationId),
    );
    await ctx.queues.addMany(
      "operations",
      ready.map(({ id, epoch, priority, createdAt }) => ({
        data: { operationId: id, epoch },
        priority: queueRank(priority, createdAt),
      })),
    );
  } catch (err) {
    ctx.logger.warn({ err, operationIds }, "dependents not woken; the reconciler will");
  }
}
