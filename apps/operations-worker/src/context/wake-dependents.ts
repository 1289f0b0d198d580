import { setTimeout as delay } from "node:timers/promises";
import {
  FEW_GATES,
  findReadyOperations,
  freeDependents,
  listGatesAfter,
  listGatesOf,
  type Db,
  type Gate,
} from "@longhaul/db";
import { jobCatalog, type Queues } from "@longhaul/queue";
import type { Logger } from "@longhaul/runtime";
import type { RunningTasks } from "./running-tasks.ts";
import { queueReady } from "./queue-ready.ts";

/** Dependents that are seen to at once. */
const AT_ONCE = 8;

/** The others follow a little later and in lots: opening their gates would keep the first from starting. */
const FOLLOW_AFTER_MS = 100;
/** 640 a second. */
const LOT = 32;
const LOT_EVERY_MS = 50;

/** What of the worker it takes. */
interface Context {
  readonly db: Db;
  readonly queues: Queues;
  readonly logger: Logger;
  readonly running: RunningTasks;
}

/**
 * Wakes the dependents of operations that have ended; resolves when the first of them are woken. The ledger has freed them
 * already: when this fails, or the process dies before it, the reconciler does the same a little later.
 */
export async function wakeDependents(ctx: Context, operationIds: readonly string[]): Promise<void> {
  if (operationIds.length === 0) return;
  const warn = warnOf(ctx, { operationIds });
  try {
    const after = await listGatesAfter(ctx.db, operationIds);
    const ready = new Set(after.filter((gate) => gate.dependent === "ready").map((gate) => gate.operationId));
    const others = after.filter((gate) => gate.dependent !== "ready");
    const [first, rest] = [[...ready].slice(0, AT_ONCE), [...ready].slice(AT_ONCE)];
    await wakeReady(ctx, first);
    const follow = async (): Promise<void> => {
      await delay(first.length === 0 ? 0 : FOLLOW_AFTER_MS);
      await inLots(ctx, rest, async (lot) => wakeReady(ctx, lot));
      await inLots(ctx, others, async (lot) => wake(ctx, lot));
    };
    void follow().catch(warn);
  } catch (err) {
    warn(err);
  }
}

/** Frees and wakes what the end of an operation with hundreds of dependents has left. Never throws. */
export async function freeRest(ctx: Context, batchId: string): Promise<void> {
  try {
    await delay(FOLLOW_AFTER_MS);
    while (!ctx.running.draining) {
      const freed = await freeDependents(ctx.db, batchId);
      if (freed.length === 0) return;
      await inLots(ctx, freed, async (lot) => wakeReady(ctx, lot));
    }
  } catch (err) {
    warnOf(ctx, { batchId })(err);
  }
}

const warnOf =
  (ctx: Context, about: object) =>
  (err: unknown): void =>
    ctx.logger.warn({ err, ...about }, "dependents not woken; the reconciler will");

async function inLots<Item>(
  ctx: Context,
  items: readonly Item[],
  work: (lot: readonly Item[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length && !ctx.running.draining; start += LOT) {
    await delay(LOT_EVERY_MS);
    await work(items.slice(start, start + LOT));
  }
}

/** Wakes operations that may run: all their gates, for some may have been passed over before, or none if there are many. */
async function wakeReady(ctx: Context, operationIds: readonly string[]): Promise<void> {
  if (operationIds.length === 0) return;
  const gates = Map.groupBy(await listGatesOf(ctx.db, operationIds), (gate) => gate.operationId);
  const isFew = (id: string): boolean => (gates.get(id)?.length ?? 0) <= FEW_GATES;
  await Promise.all([
    wake(
      ctx,
      operationIds.filter(isFew).flatMap((id) => gates.get(id) ?? []),
    ),
    replaceFlows(
      ctx,
      operationIds.filter((id) => !isFew(id)),
    ),
  ]);
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
  if (operationIds.length === 0) return;
  const ready = await findReadyOperations(ctx.db, operationIds);
  await ctx.queues.removeWaitingFlows(
    ready.map(({ id, epoch }) => jobCatalog.operations.jobId({ operationId: id, epoch })),
  );
  await queueReady(ctx, ready);
}
