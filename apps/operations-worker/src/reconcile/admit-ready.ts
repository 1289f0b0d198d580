import {
  findReadyOperations,
  listReadyOperations,
  releaseHeld,
  setAdmission,
  turnFairOrder,
  type ReadyOperation,
} from "@longhaul/db";
import { AGEING_SEC, FIRST_RANK, PRIORITIES, type Priority } from "@longhaul/domain";
import type { WorkerContext } from "../context.ts";
import { queueReady } from "../operations/queue-ready.ts";
import { forgetStuckFlows, jobIdOf } from "./forget-stuck-flows.ts";

/** Most operations of one priority that the queue holds, beside those that were accepted within the last second. */
const WINDOW = 500;

/** What waits for less than this was queued a moment ago by whoever accepted it. */
export const MIN_AGE_MS = 3000;

/**
 * Moves the fair order on, and lets the queue hold the first operations of each priority: what has a later tag than the last of
 * them stays in the ledger, so that the queue is never longer than it need be, and what comes before it is queued at once.
 * @returns how many wait in the queue
 */
export async function admitReady(
  ctx: Pick<WorkerContext, "db" | "queues" | "logger"> & { readonly config: Pick<WorkerContext["config"], "quotas"> },
): Promise<number> {
  const { db, queues } = ctx;
  const aged = await turnFairOrder(db, AGEING_SEC);
  const released = await releaseHeld(db, ctx.config.quotas);
  if (released.length > 0) await queueReady(ctx, await findReadyOperations(db, released));
  const ready = await listReadyOperations(db, { minAgeMs: MIN_AGE_MS, limit: WINDOW });
  await forgetStuckFlows(ctx, ready);
  await queueReady(ctx, ready);
  await setAdmission(db, endsOf(ready));
  if (aged.length === 0) return ready.length;
  const first = await findReadyOperations(db, aged);
  await queueReady(ctx, first);
  await queues.prioritize(first.map((operation) => ({ jobId: jobIdOf(operation), priority: FIRST_RANK })));
  return ready.length;
}

/** Up to which tags what is accepted from now on goes into the queue at once: to the end of a window that is full. */
function endsOf(ready: readonly ReadyOperation[]): Map<Priority, number> {
  return new Map(
    PRIORITIES.map((priority) => {
      const own = ready.filter((operation) => operation.priority === priority && !operation.hasRun);
      return [priority, own.length < WINDOW ? Infinity : Math.max(...own.map(({ fairTag }) => fairTag))];
    }),
  );
}
