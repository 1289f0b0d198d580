import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import { runTogether } from "@longhaul/stores";
import type { QueueWorker } from "@longhaul/queue";
import type { WorkerContext } from "../context/context.ts";

/** Poll interval, and how long all places must have been taken before a poll takes a guest. */
const POLL_MS = 25;

/**
 * Runs a guest (`Capacity.admitsAsGuest`) beside the other operations while all places of the worker are taken. It looks at the
 * queue's next operation by polling, and at once when one was added.
 */
export function startGuestPlace(
  ctx: Pick<WorkerContext, "capacity" | "logger">,
  queue: Pick<QueueWorker<"operations">, "takeBeside" | "hearAdded">,
): RepeatedWork {
  const look = runTogether({ maxRuns: 1, maxTogether: Infinity }, async (stuckMs: readonly number[]) => {
    await queue.takeBeside(
      ({ needs, tenantId }) => needs !== undefined && ctx.capacity.admitsAsGuest(needs, tenantId),
      Math.min(...stuckMs),
    );
    return stuckMs;
  });
  queue.hearAdded(() => void look(0));
  return repeatWork(
    POLL_MS,
    async () => look(POLL_MS),
    (err) => ctx.logger.warn({ err }, "the queue wasn't asked who is next"),
  );
}
