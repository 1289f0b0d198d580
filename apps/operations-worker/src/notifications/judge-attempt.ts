import type { ClaimedNotification, NotificationResult } from "@longhaul/db";
import { NOTIFICATION_ATTEMPTS, retryDelaySec } from "@longhaul/domain";
import type { NotificationOutcome } from "./notification-senders.ts";

/** 10 seconds, 1 minute, 6 minutes, 36 minutes, an hour. */
const BACKOFF = { maxRetries: NOTIFICATION_ATTEMPTS - 1, retryDelay: 10, backoffMultiplier: 6, maxDelay: 3600 };

/** For this long, a rate limit of the channel costs no attempt. */
const PATIENCE_MS = 24 * 3_600_000;

/** Decides what happens to a message after an attempt. */
export function judgeAttempt(
  message: Pick<ClaimedNotification, "attempt" | "createdAt">,
  outcome: NotificationOutcome,
  now: Date,
): NotificationResult {
  if (outcome.kind === "rejected") return { kind: "failed", error: outcome.error };
  if (outcome.kind !== "retry") return outcome;
  const { error, remaining, retryAfterMs = 0, isRateLimit = false } = outcome;
  const counts = !isRateLimit || now.getTime() - message.createdAt.getTime() > PATIENCE_MS;
  if (counts && message.attempt >= NOTIFICATION_ATTEMPTS) return { kind: "failed", error };
  return {
    kind: "retry",
    error,
    counts,
    delayMs: Math.max(retryAfterMs, 1000 * retryDelaySec(BACKOFF, message.attempt)),
    ...(remaining === undefined ? {} : { remaining }),
  };
}
