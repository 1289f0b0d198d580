import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import { runTogether } from "@longhaul/stores";
import type { QueueWorker } from "@longhaul/queue";
import type { WorkerContext } from "../context/context.ts";

/** Poll interval, and how long all places must have been taken before a poll takes a guest. */
const POLL_MS = 25;

/** What `takeBeside` is called with. */
interface Look {
  readonly stuckMs: number;
  readonly next: string | null | undefined;
}

/**
 * Runs a guest (`Capacity.admitsAsGuest`) beside the other operations while all places of the worker are taken. It looks at the
 * queue's next operation by polling, and at once when one was added.
 */
export function startGuestPlace(
  ctx: Pick<WorkerContext, "capacity" | "logger">,
  queue: Pick<QueueWorker<"operations">, "takeBeside" | "hearAdded">,
): RepeatedWork {
  const look = runTogether({ maxRuns: 1, maxTogether: Infinity }, async (reasons: readonly Look[]) => {
    await queue.takeBeside(
      ({ needs, tenantId }) => needs !== undefined && ctx.capacity.admitsAsGuest(needs, tenantId),
      Math.min(...reasons.map(({ stuckMs }) => stuckMs)),
      reasons.at(-1)?.next,
    );
    return reasons;
  });
  queue.hearAdded((next) => void look({ stuckMs: 0, next }));
  return repeatWork(
    POLL_MS,
    async () => look({ stuckMs: POLL_MS, next: undefined }),
    (err) => ctx.logger.warn({ err }, "the queue wasn't asked who is next"),
  );
}
