import { repeatWork, runTogether, type RepeatedWork } from "@longhaul/runtime";
import type { QueueWorker } from "@longhaul/queue";
import type { WorkerContext } from "../context/context.ts";

/** How often is looked without a reason, and how long all places must have been taken then. */
const LOOK_MS = 25;

/**
 * While all places of the worker are taken, looks whether the next operation of the queue would be a guest
 * (`Capacity.welcomes`), and runs it beside the others: at once when something was added, which waits for no place then.
 */
export function startGuestPlace(
  ctx: Pick<WorkerContext, "capacity" | "logger">,
  queue: Pick<QueueWorker<"operations">, "takeBeside" | "hearAdded">,
): RepeatedWork {
  const look = runTogether({ maxRuns: 1, maxTogether: Infinity }, async (stuckMs: readonly number[]) => {
    await queue.takeBeside(
      ({ needs, tenantId }) => needs !== undefined && ctx.capacity.welcomes(needs, tenantId),
      Math.min(...stuckMs),
    );
    return stuckMs;
  });
  queue.hearAdded(() => void look(0));
  return repeatWork(
    LOOK_MS,
    async () => look(LOOK_MS),
    (err) => ctx.logger.warn({ err }, "the queue wasn't asked who is next"),
  );
}
