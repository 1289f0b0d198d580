import { repairUsage, setTenantWeights } from "@longhaul/db";
import { createPace } from "@longhaul/runtime";
import type { WorkerContext } from "../context.ts";
import { reconcile } from "./reconcile.ts";
import { createIndexing } from "./index-words.ts";
import { sweepOrphans } from "./sweep-orphans.ts";

/** Any constant will do, as long as it is no other's. */
const ADVISORY_LOCK = 7_210_073;
const INTERVAL_MS = 1000;
const SWEEP_EVERY_MS = 3_600_000;
const SWEEP_STATEMENT_MS = 60_000;

/**
 * Reconciles every second, once a minute while nothing is to be done, in one worker of the fleet: whoever holds the advisory
 * lock, which the database takes back when that worker's connection ends, and it ends the connection of a worker that is
 * frozen or cut off within 10 s.
 */
export function startReconcileLoop(ctx: WorkerContext): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const sweep = createSweep();
  const index = createIndexing();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await leadWhilePossible(ctx, stopping.signal, [sweep, index]).catch((err: unknown) =>
        ctx.logger.warn({ err }, "reconciler interrupted"),
      );
      await pause(stopping.signal);
    }
  };
  const done = run();
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** Looks through all of storage, and all that quotas count, beside the rounds, which must not wait for it. */
function createSweep(): (ctx: WorkerContext) => void {
  let sweptAt = performance.now();
  return ({ db, storage, logger }) => {
    if (performance.now() - sweptAt < SWEEP_EVERY_MS) return;
    sweptAt = performance.now();
    repairUsage(db.withStatementLimit(SWEEP_STATEMENT_MS)).then(
      (projects) => projects > 0 && logger.warn({ projects }, "counts of quotas put right"),
      (err: unknown) => logger.warn({ err }, "counts of quotas not compared"),
    );
    sweepOrphans(db.withStatementLimit(SWEEP_STATEMENT_MS), storage, new Date()).then(
      (files) => files > 0 && logger.info({ files }, "files that nothing leads to deleted"),
      (err: unknown) => logger.warn({ err }, "storage not swept"),
    );
  };
}

async function leadWhilePossible(
  ctx: WorkerContext,
  signal: AbortSignal,
  beside: readonly ((ctx: WorkerContext) => void)[],
): Promise<void> {
  const client = await ctx.db.connect(`${ctx.config.workerName}-reconciler`);
  let ended = false;
  client.on("error", () => (ended = true));
  client.on("end", () => (ended = true));
  try {
    while (!signal.aborted && !ended) {
      const { rows } = await client.query<{ locked: boolean }>("SELECT pg_try_advisory_lock($1) AS locked", [
        ADVISORY_LOCK,
      ]);
      if (rows[0]?.locked === true) break;
      await pause(signal);
    }
    await setTenantWeights(ctx.db, ctx.config.tenantWeights);
    const isDue = createPace(ctx.rest);
    while (!signal.aborted && !ended) {
      if (isDue()) {
        for (const begin of beside) begin(ctx);
        await makeRound(ctx);
      }
      await pause(signal);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function makeRound(ctx: WorkerContext): Promise<void> {
  const begunAt = performance.now();
  const isWell = await reconcile(ctx).then(
    () => true,
    (err: unknown) => {
      ctx.logger.warn({ err }, "reconcile round failed");
      return false;
    },
  );
  ctx.counted.reconcileRound(isWell, performance.now() - begunAt);
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, INTERVAL_MS);
    signal.addEventListener("abort", finish);
    if (signal.aborted) finish();
  });
}
