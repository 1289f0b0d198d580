import { setTenantWeights } from "@longhaul/db";
import { createPace } from "@longhaul/runtime";
import type { WorkerContext } from "../context/context.ts";
import { DUTIES } from "./duties.ts";
import { createRounds, type Rounds } from "./duty.ts";

/** Any constant will do, as long as it is no other's. */
const ADVISORY_LOCK = 7_210_073;
const INTERVAL_MS = 1000;

/**
 * Reconciles every second, once a minute while nothing is to be done, in one worker of the fleet: whoever holds the advisory
 * lock, which the database takes back when that worker's connection ends, and it ends the connection of a worker that is
 * frozen or cut off within 10 s.
 */
export function startReconcileLoop(ctx: WorkerContext): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const rounds = createRounds(DUTIES);
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await leadWhilePossible(ctx, stopping.signal, rounds).catch((err: unknown) =>
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

async function leadWhilePossible(ctx: WorkerContext, signal: AbortSignal, rounds: Rounds): Promise<void> {
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
    const isLeading = (): boolean => !signal.aborted && !ended;
    while (isLeading()) {
      if (isDue()) await rounds.make(ctx, isLeading);
      await pause(signal);
    }
  } finally {
    await client.end().catch(() => undefined);
  }
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
