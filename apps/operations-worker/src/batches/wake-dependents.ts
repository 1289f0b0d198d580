import { findReadyOperations, listGatesAfter } from "@longhaul/db";
import type { WorkerContext } from "../context.ts";
import { queueReady } from "../operations/queue-ready.ts";

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
    await queueReady(ctx, ready);
  } catch (err) {
    ctx.logger.warn({ err, operationIds }, "dependents not woken; the reconciler will");
  }
}
