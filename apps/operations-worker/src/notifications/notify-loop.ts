import { setTimeout as delay } from "node:timers/promises";
import { claimNotifications, recordNotification, releaseClaim, type ClaimedNotification } from "@longhaul/db";
import { createPace } from "@longhaul/runtime";
import type { WorkerContext } from "../context/context.ts";
import { describeEnd } from "./describe-end.ts";
import { judgeAttempt } from "./judge-attempt.ts";
import { createNotificationSenders } from "./notification-senders.ts";

/** How soon a message is looked for after its operation's end. */
const INTERVAL_MS = 1000;
const TOGETHER = 20;
/** For one attempt; a claim lasts longer, so that a message isn't sent twice while it is being sent. */
const TIMEOUT_MS = 15_000;
const LEASE_MS = 60_000;

/**
 * Sends messages to people from the outbox, in every worker. A worker that dies between sending and recording leaves a
 * message that is sent once more when its claim has ended: at least once, never none. What fails never touches the operation.
 */
export function startNotifyLoop(ctx: WorkerContext): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const send = createNotificationSenders(ctx.config.notifications, TIMEOUT_MS);

  const notify = async (message: ClaimedNotification): Promise<void> => {
    const outcome = await send(message, describeEnd(message, ctx.config.notifications.publicUrl));
    await recordNotification(ctx.db, message, judgeAttempt(message, outcome, new Date()));
    if (outcome.kind === "retry" || outcome.kind === "rejected") {
      const { operationId, kind, attempt } = message;
      ctx.logger.warn({ operationId, channel: kind, attempt, error: outcome.error }, "people not notified");
    }
  };
  const release = async (message: ClaimedNotification): Promise<void> => {
    await releaseClaim(ctx.db, "notifications", message);
  };
  const round = async (): Promise<number> => {
    const messages = await claimNotifications(ctx.db, { limit: TOGETHER, leaseMs: LEASE_MS });
    // Messages that were claimed during the shutdown are released for other workers.
    await Promise.all(messages.map(stopping.signal.aborted ? release : notify));
    return messages.length;
  };
  const isDue = createPace(ctx.rest);
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const sent = !isDue()
        ? 0
        : await round().catch((err: unknown) => {
            ctx.logger.warn({ err }, "telling people interrupted");
            return 0;
          });
      if (sent < TOGETHER) await delay(INTERVAL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const done = run();
  return {
    /** Takes no more messages; resolves when those under way are recorded. */
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
