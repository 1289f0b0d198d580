import { findReadyOperations, freeDependents, listFreed, type Db } from "@longhaul/db";
import type { Queues } from "@longhaul/queue";
import type { Logger } from "@longhaul/runtime";
import { runTogether } from "@longhaul/stores";
import { queueReady } from "./queue-ready.ts";
import type { RunningTasks } from "./running-tasks.ts";

/** What of the worker it takes. */
interface Context {
  readonly db: Db;
  readonly queues: Queues;
  readonly logger: Logger;
  readonly running: RunningTasks;
}

/** Hands what the ends of operations have freed to the queue. */
export interface Dependents {
  /**
   * Resolves when those that the ledger freed with these ends are in the queue; what it left for later follows. Never rejects: what
   * fails here, or is left when the process dies, the reconciler does a little later.
   */
  start(endedIds: readonly string[]): Promise<void>;
  /** Frees what the ledger left for later in a batch, and hands it to the queue. Never rejects. */
  freeRest(batchId: string): Promise<void>;
}

export function createDependents(ctx: Context): Dependents {
  const freeing = new Set<string>();
  const warn = (err: unknown, about: object): void => {
    ctx.logger.warn({ err, ...about }, "dependents not queued; the reconciler will");
  };

  const freeRest = async (batchId: string): Promise<void> => {
    if (freeing.has(batchId)) return;
    freeing.add(batchId);
    try {
      while (!ctx.running.draining) {
        const freed = await freeDependents(ctx.db, batchId);
        if (freed.length === 0) break;
        await queueReady(ctx, await findReadyOperations(ctx.db, freed));
      }
    } catch (err) {
      warn(err, { batchId });
    } finally {
      freeing.delete(batchId);
    }
  };

  // Ends that come meanwhile go together: one question and one step of the queue for all.
  const start = runTogether({ maxRuns: 1, maxTogether: Infinity }, async (ends: readonly (readonly string[])[]) => {
    const endedIds = ends.flat();
    try {
      const freed = await listFreed(ctx.db, endedIds);
      if (freed.length > 0) await queueReady(ctx, freed);
      const left = new Set(freed.filter(({ isFreeing }) => isFreeing).map(({ batchId }) => batchId));
      for (const batchId of left) void freeRest(batchId);
    } catch (err) {
      warn(err, { endedIds });
    }
    return ends;
  });

  return {
    freeRest,
    async start(endedIds) {
      if (endedIds.length > 0) await start(endedIds);
    },
  };
}
