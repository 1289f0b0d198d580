import type { ClaimedDelivery } from "@longhaul/db";
import { retryDelaySec } from "@longhaul/domain";
import type { Judgement } from "../delivery/judge-attempt.ts";
import type { MessageOutcome } from "./message-sender.ts";

/** For this long, a rate limit of the channel costs no attempt. */
const PATIENCE_MS = 24 * 3_600_000;
/** The whole lane waits for a channel that asked for it, but not for longer. */
const MAX_LANE_HOLD_MS = 3_600_000;

/**
 * Decides what becomes of a message after an attempt. A channel that asks to wait holds the tenant's lane to it; one that answers about
 * this message alone, or about some of its addresses, is no reason to slow the lane down.
 */
export function judgeMessage(
  delivery: Pick<ClaimedDelivery, "attempt" | "maxAttempts" | "retryPolicy" | "eventCreatedAt">,
  outcome: MessageOutcome,
  now: Date,
): Judgement {
  switch (outcome.kind) {
    case "sent":
      return { outcome: "delivered", after: { status: "Delivered" }, effect: "success", isGone: false };
    case "rejected":
      return { outcome: "rejected", after: { status: "Failed" }, effect: "refused", isGone: false };
    case "skipped":
      return { outcome: "not_configured", after: { status: "Skipped" }, effect: "none", isGone: false };
    default:
      return judgeRetry(delivery, outcome, now);
  }
}

function judgeRetry(
  { attempt, maxAttempts, retryPolicy, eventCreatedAt }: Parameters<typeof judgeMessage>[0],
  { retryAfterMs = 0, isRateLimit = false, remaining }: Extract<MessageOutcome, { kind: "retry" }>,
  now: Date,
): Judgement {
  const isFree = isRateLimit && now.getTime() - eventCreatedAt.getTime() <= PATIENCE_MS;
  const isOfMessage = isRateLimit || remaining !== undefined;
  const holdLaneMs = Math.min(Math.max(retryAfterMs, 1000 * retryPolicy.retryDelay), MAX_LANE_HOLD_MS);
  const costly = isOfMessage ? "refused" : "failure";
  const verdict = {
    outcome: isRateLimit ? "rate_limited" : "not_sent",
    effect: isFree ? "none" : costly,
    isGone: false,
    ...(isRateLimit ? { holdLaneMs } : {}),
  } as const;
  if (!isFree && attempt >= maxAttempts) return { ...verdict, after: { status: "Failed" } };
  // Attempts that cost nothing raised the most that there may be.
  const counted = Math.max(1, attempt - (maxAttempts - 1 - retryPolicy.maxRetries));
  const retryInMs = Math.max(retryAfterMs, 1000 * retryDelaySec(retryPolicy, counted));
  return { ...verdict, after: { status: "Pending", retryInMs } };
}
