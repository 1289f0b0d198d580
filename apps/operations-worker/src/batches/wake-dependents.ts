import { setTimeout as delay } from "node:timers/promises";
import { findReadyOperations, listGatesAfter, type Gate } from "@longhaul/db";
import { jobCatalog } from "@longhaul/queue";
import type { WorkerContext } from "../context.ts";
import { queueReady } from "../operations/queue-ready.ts";

/** Dependents that are seen to at once: more operations than start at once anywhere. */
const AT_ONCE = 16;

/** The others follow in lots, so that opening their gates doesn't keep the first from starting: 640 a second. */
const LOT = 32;
const LOT_EVERY_MS = 50;

type Context = Pick<WorkerContext, "db" | "queues" | "logger" | "running">;

/**
 * Tells the queue what the end of operations means for others of their batches; resolves when the first are told. The
 * ledger knows already: when this fails, or the process dies before it, the reconciler does the same a little later.
 *
 * An operation with many dependencies is not freed gate by gate, which would cost more than running it: once the ledger
 * says that it may run, its flow gives way to a plain job.
 */
export async function wakeDependents(ctx: Context, operationIds: readonly string[]): Promise<void> {
  if (operationIds.length === 0) return;
  const warn = (err: unknown): void =>
    ctx.logger.warn({ err, operationIds }, "dependents not woken; the reconciler will");
  try {
    const after = await listGatesAfter(ctx.db, operationIds);
    const gates = after.filter((gate) => !gate.isOfMany || gate.dependent === "ended");
    const free = after.filter((gate) => gate.isOfMany && gate.dependent === "ready");
    await Promise.all([
      inLots(ctx, gates, async (lot) => wake(ctx, lot), warn),
      inLots(ctx, [...new Set(free.map((gate) => gate.operationId))], async (lot) => replaceFlows(ctx, lot), warn),
    ]);
  } catch (err) {
    warn(err);
  }
}

/** Resolves when the work on the first is done; the others follow in the background. */
async function inLots<Item>(
  ctx: Context,
  items: readonly Item[],
  work: (lot: readonly Item[]) => Promise<void>,
  onError: (err: unknown) => void,
): Promise<void> {
  if (items.length > 0) await work(items.slice(0, AT_ONCE));
  const follow = async (): Promise<void> => {
    for (let start = AT_ONCE; start < items.length && !ctx.running.draining; start += LOT) {
      await delay(LOT_EVERY_MS);
      await work(items.slice(start, start + LOT));
    }
  };
  void follow().catch(onError);
}

async function wake(ctx: Context, gates: readonly Gate[]): Promise<void> {
  const missing = await ctx.queues.wakeGates(gates);
  if (missing.length === 0) return;
  // The queue lost their flows: what may run now goes in without.
  const ready = await findReadyOperations(
    ctx.db,
    missing.map((gate) => gate.operationId),
  );
  await queueReady(ctx, ready);
}

async function replaceFlows(ctx: Context, operationIds: readonly string[]): Promise<void> {
  const ready = await findReadyOperations(ctx.db, operationIds);
  await ctx.queues.removeWaitingFlows(
    ready.map(({ id, epoch }) => jobCatalog.operations.jobId({ operationId: id, epoch })),
  );
  await queueReady(ctx, ready);
}
