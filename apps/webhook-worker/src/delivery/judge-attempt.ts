import { retryDelaySec, type RetryPolicy } from "@longhaul/domain";
import type { AfterAttempt } from "@longhaul/db";
import type { SendOutcome } from "../sending/send-with-got.ts";

/** What an attempt means for its delivery. */
export interface Judgement {
  /** Class of the outcome, for statistics. */
  readonly outcome: string;
  readonly after: AfterAttempt;
}

/** `Retry-After` is honoured up to a day. */
const MAX_RETRY_AFTER_SEC = 86_400;
/** Delays are spread by a fifth either way, so that retries don't come in step. */
const SPREAD = 0.2;

/**
 * Judges one attempt: 2xx is success; 3xx, most 4xx and a forbidden address end the delivery; 408, 425, 429, 5xx and
 * network errors are tried again, after the policy's delay and never before `Retry-After`, while attempts are left.
 * @param random from 0 to 1, for the spread of the delay
 */
export function judgeAttempt(
  sent: SendOutcome,
  delivery: { readonly attempt: number; readonly maxAttempts: number; readonly policy: RetryPolicy },
  now: Date,
  random: number,
): Judgement {
  if (sent.outcome === "answered" && sent.statusCode >= 200 && sent.statusCode < 300)
    return { outcome: "delivered", after: { status: "Delivered" } };
  const outcome = sent.outcome === "failed" ? sent.kind : classOf(sent.statusCode);
  if (!isRetryable(sent) || delivery.attempt >= delivery.maxAttempts) return { outcome, after: { status: "Failed" } };
  const delay = retryDelaySec(delivery.policy, delivery.attempt) * (1 - SPREAD + 2 * SPREAD * random);
  const asked = sent.outcome === "answered" ? retryAfterSec(sent.retryAfter, now) : 0;
  return { outcome, after: { status: "Pending", retryInSec: Math.max(delay, asked) } };
}

function classOf(statusCode: number): string {
  if (statusCode >= 500) return "server_error";
  if (statusCode >= 400) return "client_error";
  return statusCode >= 300 ? "redirect" : "unexpected";
}

function isRetryable(sent: SendOutcome): boolean {
  if (sent.outcome === "failed") return sent.kind !== "forbidden_address";
  return sent.statusCode >= 500 || [408, 425, 429].includes(sent.statusCode);
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); nonsense counts as nothing. */
export function retryAfterSec(header: string | undefined, now: Date): number {
  if (header === undefined) return 0;
  const text = header.trim();
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_SEC, Math.max(0, seconds)) : 0;
}
