import { setTimeout as delay } from "node:timers/promises";
import { findReadyOperations, listGatesAfter, type Gate } from "@longhaul/db";
import type { WorkerContext } from "../context.ts";
import { queueReady } from "../operations/queue-ready.ts";

/** Gates that are woken at once: more operations than start at once anywhere. */
const WAKE_AT_ONCE = 16;

/** The others follow in lots, so that opening them doesn't keep the first from starting: 640 a second. */
const LOT = 32;
const LOT_EVERY_MS = 50;

/**
 * Tells the queue what the end of operations means for others of their batches; resolves when the first are woken. The
 * ledger knows already: when this fails, or the process dies before it, the reconciler does the same a little later.
 */
export async function wakeDependents(ctx: WorkerContext, operationIds: readonly string[]): Promise<void> {
  if (operationIds.length === 0) return;
  const warn = (err: unknown): void =>
    ctx.logger.warn({ err, operationIds }, "dependents not woken; the reconciler will");
  try {
    const gates = await listGatesAfter(ctx.db, operationIds);
    await wake(ctx, gates.slice(0, WAKE_AT_ONCE));
    void wakeInLots(ctx, gates.slice(WAKE_AT_ONCE)).catch(warn);
  } catch (err) {
    warn(err);
  }
}

async function wakeInLots(ctx: WorkerContext, gates: readonly Gate[]): Promise<void> {
  for (let start = 0; start < gates.length && !ctx.running.draining; start += LOT) {
    await delay(LOT_EVERY_MS);
    await wake(ctx, gates.slice(start, start + LOT));
  }
}

async function wake(ctx: WorkerContext, gates: readonly Gate[]): Promise<void> {
  const missing = await ctx.queues.wakeGates(gates);
  if (missing.length === 0) return;
  // The queue lost their flows: what may run now goes in without.
  const ready = await findReadyOperations(
    ctx.db,
    missing.map((gate) => gate.operationId),
  );
  await queueReady(ctx, ready);
}
