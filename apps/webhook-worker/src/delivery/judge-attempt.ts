import type { AttemptRecord } from "@longhaul/db";
import { retryDelaySec, type RetryPolicy } from "@longhaul/domain";
import type { SendOutcome } from "../sending/sender.ts";

/** What an attempt means for its delivery, its lane and its webhook. */
export type Judgement = Pick<AttemptRecord, "outcome" | "after" | "effect" | "holdLaneMs" | "isGone">;

/** `Retry-After` is honoured up to a day. */
const MAX_RETRY_AFTER_SEC = 86_400;
/** The whole lane waits with it, but not for so long. */
const MAX_LANE_HOLD_SEC = 3600;
/** Delays are spread by a fifth either way, so that retries don't come in step. */
const SPREAD = 0.2;
/** What an endpoint answers to one message, while it takes others: no reason to slow down its lane. */
const ABOUT_THE_MESSAGE = [400, 409, 413, 415, 422];
/** After a failure of our own way out. */
const PROXY_RETRY_SEC = 15;

/**
 * Judges one attempt: 2xx is success; 410 ends the delivery and its webhook; a URL that itself names an address that must
 * not be reached ends the delivery; all else, redirects and every 4xx too, is tried again while attempts are left, after the policy's delay
 * and never before `Retry-After`: while it is deployed again, any endpoint may answer anything.
 * @param random from 0 to 1, for the spread of the delay
 */
export function judgeAttempt(
  sent: SendOutcome,
  delivery: { readonly attempt: number; readonly maxAttempts: number; readonly retryPolicy: RetryPolicy },
  now: Date,
  random: number,
): Judgement {
  const spread = 1 - SPREAD + 2 * SPREAD * random;
  if (sent.outcome === "failed") {
    if (sent.kind === "proxy_error") return retry(sent.kind, PROXY_RETRY_SEC * spread, { effect: "none" });
    if (sent.kind === "forbidden_address") return end(sent.kind, "refused");
    if (delivery.attempt >= delivery.maxAttempts) return end(sent.kind, "failure");
    return retry(sent.kind, retryDelaySec(delivery.retryPolicy, delivery.attempt) * spread, { effect: "failure" });
  }
  const { statusCode } = sent;
  if (statusCode >= 200 && statusCode < 300)
    return { outcome: "delivered", after: { status: "Delivered" }, effect: "success", isGone: false };
  if (statusCode === 410) return { ...end("gone", "refused"), isGone: true };
  const outcome = classOf(statusCode);
  const effect = ABOUT_THE_MESSAGE.includes(statusCode) ? "refused" : "failure";
  const requestedSec = retryAfterSec(sent.retryAfter, now);
  const hold = requestedSec > 0 ? { holdLaneMs: 1000 * Math.min(requestedSec, MAX_LANE_HOLD_SEC) } : {};
  if (delivery.attempt >= delivery.maxAttempts) return { ...end(outcome, effect), ...hold };
  const delaySec = retryDelaySec(delivery.retryPolicy, delivery.attempt) * spread;
  return { ...retry(outcome, Math.max(delaySec, requestedSec), { effect }), ...hold };
}

function end(outcome: string, effect: Judgement["effect"]): Judgement {
  return { outcome, after: { status: "Failed" }, effect, isGone: false };
}

function retry(outcome: string, delaySec: number, { effect }: Pick<Judgement, "effect">): Judgement {
  return { outcome, after: { status: "Pending", retryInMs: 1000 * delaySec }, effect, isGone: false };
}

function classOf(statusCode: number): string {
  if (statusCode === 429) return "rate_limited";
  if (statusCode >= 500) return "server_error";
  if (statusCode >= 400) return "client_error";
  return statusCode >= 300 ? "redirect" : "unexpected";
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); nonsense counts as nothing. */
export function retryAfterSec(header: string | undefined, now: Date): number {
  const text = header?.trim() ?? "";
  if (/^\d+$/.test(text)) return Math.min(MAX_RETRY_AFTER_SEC, Number(text));
  if (!HTTP_DATE.test(text)) return 0;
  const seconds = (Date.parse(text) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_SEC, Math.max(0, seconds)) : 0;
}

/** Starts with a day's name, as all three forms of an HTTP date do; `Date.parse` alone reads "-5" as a year. */
const HTTP_DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/;
