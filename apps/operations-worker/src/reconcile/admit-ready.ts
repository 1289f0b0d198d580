import {
  findReadyOperations,
  listReadyOperations,
  releaseHeld,
  setAdmission,
  turnFairOrder,
  type ReadyOperation,
} from "@longhaul/db";
import { AGEING_SEC, FIRST_RANK, PRIORITIES, type Priority } from "@longhaul/domain";
import type { WorkerContext } from "../context/context.ts";
import { queueReady } from "../context/queue-ready.ts";
import { jobIdOf } from "./job-id-of.ts";

/** Range of how many operations of one priority the queue may hold. */
const WINDOW = { least: 500, most: 20_000 };

/** The queue holds what the fleet starts in this time, because a round may be late. */
const AHEAD_SEC = 3;

/** Younger operations are skipped: the API that accepted them has just queued them. */
export const MIN_AGE_MS = 3000;

type AdmissionContext = Pick<WorkerContext, "db" | "queues" | "logger"> & {
  readonly config: Pick<WorkerContext["config"], "quotas">;
};

/** Creates the function that runs a round. It sizes the window by how fast the fleet emptied the queue since the last round. */
export function createAdmission(): (ctx: AdmissionContext) => Promise<number> {
  let held: { readonly waiting: number; readonly atMs: number } | null = null;
  const waitingIn = async ({ queues }: AdmissionContext): Promise<number> =>
    (await queues.getCounts("operations")).waiting;
  return async (ctx) => {
    const elapsedSec = held === null ? 1 : (performance.now() - held.atMs) / 1000;
    const started = held === null ? 0 : held.waiting - (await waitingIn(ctx));
    const ahead = Math.ceil((AHEAD_SEC * started) / elapsedSec);
    const window = Math.min(WINDOW.most, Math.max(WINDOW.least, ahead));
    const admitted = await admitReady(ctx, window);
    // The speed matters only when the window was full: otherwise everything is queued.
    held = admitted < window ? null : { waiting: await waitingIn(ctx), atMs: performance.now() };
    return admitted;
  };
}

/**
 * Advances the fair order and queues the first operations of each priority. Operations with a later tag stay in the ledger, which
 * keeps the queue short. New operations with an earlier tag are queued at once when they are accepted.
 * @returns how many ready operations the round listed
 */
export async function admitReady(ctx: AdmissionContext, window: number = WINDOW.least): Promise<number> {
  const { db, queues } = ctx;
  const aged = await turnFairOrder(db, AGEING_SEC);
  const released = await releaseHeld(db, ctx.config.quotas);
  if (released.length > 0) await queueReady(ctx, await findReadyOperations(db, released));
  const ready = await listReadyOperations(db, { minAgeMs: MIN_AGE_MS, limit: window });
  await queueReady(ctx, ready);
  await setAdmission(db, endsOf(ready, window));
  if (aged.length === 0) return ready.length;
  const first = await findReadyOperations(db, aged);
  await queueReady(ctx, first);
  await queues.prioritize(first.map((operation) => ({ jobId: jobIdOf(operation), priority: FIRST_RANK })));
  return ready.length;
}

/** For each priority, the tag up to which new operations are queued at once: the last tag of a full window, else any. */
function endsOf(ready: readonly ReadyOperation[], window: number): Map<Priority, number> {
  return new Map(
    PRIORITIES.map((priority) => {
      const own = ready.filter((operation) => operation.priority === priority && !operation.hasRun);
      return [priority, own.length < window ? Infinity : Math.max(...own.map(({ fairTag }) => fairTag))];
    }),
  );
}
