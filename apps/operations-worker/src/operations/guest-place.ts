import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import type { QueueWorker } from "@longhaul/queue";
import type { WorkerContext } from "../context.ts";

/** How often is looked, and how long all places must have been taken: a place that becomes free sooner will do. */
const LOOK_MS = 25;

/**
 * While all places of the worker are taken, looks whether the next operation of the queue would be a guest
 * (`Capacity.welcomes`), and runs it beside the others.
 */
export function startGuestPlace(
  ctx: Pick<WorkerContext, "capacity" | "logger">,
  queue: Pick<QueueWorker<"operations">, "takeBeside">,
): RepeatedWork {
  return repeatWork(
    LOOK_MS,
    async () =>
      queue.takeBeside(({ needs, tenantId }) => needs !== undefined && ctx.capacity.welcomes(needs, tenantId), LOOK_MS),
    (err) => ctx.logger.warn({ err }, "the queue wasn't asked who is next"),
  );
}
