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
import { forgetStuckFlows, jobIdOf } from "./forget-stuck-flows.ts";

/** Fewest operations of one priority that the queue may hold, and the most. */
const WINDOW = { least: 500, most: 20_000 };

/** What the fleet starts in so long is queued in advance: some rounds may take longer than others. */
const AHEAD_SEC = 3;

/** What waits for less than this was queued a moment ago by whoever accepted it. */
export const MIN_AGE_MS = 3000;

type AdmissionContext = Pick<WorkerContext, "db" | "queues" | "logger"> & {
  readonly config: Pick<WorkerContext["config"], "quotas">;
};

/** Rounds that know from the one before how fast the fleet empties the queue. */
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
    // Only who leaves some behind has to know how many more there may be.
    held = admitted < window ? null : { waiting: await waitingIn(ctx), atMs: performance.now() };
    return admitted;
  };
}

/**
 * Moves the fair order on, and lets the queue hold the first operations of each priority: what has a later tag than the last of
 * them stays in the ledger, so that the queue is never longer than it need be, and what comes before it is queued at once.
 * @returns how many wait in the queue
 */
export async function admitReady(ctx: AdmissionContext, window: number = WINDOW.least): Promise<number> {
  const { db, queues } = ctx;
  const aged = await turnFairOrder(db, AGEING_SEC);
  const released = await releaseHeld(db, ctx.config.quotas);
  if (released.length > 0) await queueReady(ctx, await findReadyOperations(db, released));
  const ready = await listReadyOperations(db, { minAgeMs: MIN_AGE_MS, limit: window });
  await forgetStuckFlows(ctx, ready);
  await queueReady(ctx, ready);
  await setAdmission(db, endsOf(ready, window));
  if (aged.length === 0) return ready.length;
  const first = await findReadyOperations(db, aged);
  await queueReady(ctx, first);
  await queues.prioritize(first.map((operation) => ({ jobId: jobIdOf(operation), priority: FIRST_RANK })));
  return ready.length;
}

/** Up to which tags what is accepted from now on goes into the queue at once: to the end of a window that is full. */
function endsOf(ready: readonly ReadyOperation[], window: number): Map<Priority, number> {
  return new Map(
    PRIORITIES.map((priority) => {
      const own = ready.filter((operation) => operation.priority === priority && !operation.hasRun);
      return [priority, own.length < window ? Infinity : Math.max(...own.map(({ fairTag }) => fairTag))];
    }),
  );
}
