import { storableJson } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { withLockLimit } from "../write-past-locks.ts";

/** What an attempt says about its destination: it works, has a fault, works but refuses, or nothing. */
export type AttemptEffect = "success" | "failure" | "refused" | "none";

/** How one attempt went and what becomes of its delivery. */
export interface AttemptRecord {
  readonly deliveryId: string;
  readonly epoch: number;
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Class of the outcome, such as `delivered`, `server_error`, `timeout`. */
  readonly outcome: string;
  readonly statusCode?: number;
  readonly error?: string;
  /** The first bytes of the answer, as text. */
  readonly responseExcerpt?: string;
  readonly after: AfterAttempt;
  /** With `none` the attempt doesn't count towards the delivery's most attempts. */
  readonly effect: AttemptEffect;
  /** How long to send nothing to the whole lane, if the destination requested a pause. */
  readonly holdLaneMs?: number;
  /** The destination wants nothing ever again: its webhook is disabled. */
  readonly isGone: boolean;
  /** The operation that the delivery is a message to people about: its status shows the attempt, so that it gets a new version. */
  readonly toldOf?: string;
  /** The addresses that such a message hasn't reached; all of them when absent. */
  readonly remaining?: readonly string[];
}

/** State of the delivery after the attempt. */
export type AfterAttempt =
  | { readonly status: "Delivered" }
  | { readonly status: "Failed" }
  /** Nothing can be sent there: the channel of a message isn't configured. */
  | { readonly status: "Skipped" }
  | { readonly status: "Pending"; readonly retryInMs: number };

/** When a lane's breaker opens and when a webhook is given up. */
export interface LanePolicy {
  readonly firstWindow: number;
  readonly laneCap: number;
  /** Failures in a row that open the breaker. */
  readonly tripAfter: number;
  /** How long it stays open at first; doubled each time that the probe fails too. */
  readonly minOpenMs: number;
  readonly maxOpenMs: number;
  /** A webhook with nothing but failures for so long is disabled. */
  readonly disableAfterMs: number;
}

export interface RecordedAttempts {
  /** Deliveries whose caller still owned them; the others are somebody else's by now. */
  readonly kept: ReadonlySet<string>;
  readonly disabled: readonly { readonly webhookId: string; readonly reason: string }[];
}

const STATEMENT = {
  name: "record-attempts",
  text: `SELECT * FROM record_attempts(${withLockLimit("$1::json", "$8")}, $2, $3, $4, $5, $6, $7, $9)`,
};

/** Records attempts, all in one transaction, each once: deliveries, the log of attempts, their lanes and webhooks. */
export async function recordAttempts(
  sql: Sql,
  attempts: readonly AttemptRecord[],
  policy: LanePolicy,
  lockMs = 0,
): Promise<RecordedAttempts> {
  const { rows } = await sql.query<{
    delivery_id: string | null;
    disabled_webhook: string | null;
    disabled_reason: string | null;
  }>(STATEMENT, [
    storableJson(attempts.map(toRow)),
    policy.firstWindow,
    policy.laneCap,
    policy.tripAfter,
    policy.minOpenMs,
    policy.maxOpenMs,
    policy.disableAfterMs,
    String(lockMs),
    attempts.flatMap(({ toldOf }) => toldOf ?? []),
  ]);
  return {
    kept: new Set(rows.flatMap((row) => row.delivery_id ?? [])),
    disabled: rows.flatMap((row) =>
      row.disabled_webhook === null ? [] : { webhookId: row.disabled_webhook, reason: row.disabled_reason ?? "" },
    ),
  };
}

function toRow(attempt: AttemptRecord): Record<string, unknown> {
  return {
    id: attempt.deliveryId,
    epoch: attempt.epoch,
    number: attempt.number,
    startedAt: attempt.startedAt,
    durationMs: attempt.durationMs,
    outcome: attempt.outcome,
    statusCode: attempt.statusCode,
    error: attempt.error,
    excerpt: attempt.responseExcerpt,
    status: attempt.after.status,
    retryMs: attempt.after.status === "Pending" ? attempt.after.retryInMs : undefined,
    effect: attempt.effect,
    holdMs: attempt.holdLaneMs,
    gone: attempt.isGone,
    target: attempt.remaining,
  };
}
