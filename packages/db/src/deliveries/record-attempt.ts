import type { Sql } from "../client.ts";

/** How one attempt went. */
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
}

/** What becomes of the delivery. */
export type AfterAttempt =
  | { readonly status: "Delivered" }
  | { readonly status: "Failed" }
  | { readonly status: "Pending"; readonly retryInSec: number };

const STATEMENT = {
  name: "record-attempt",
  text: `WITH d AS (
  UPDATE deliveries SET status = $3, attempts = $4, lease_until = NULL, last_status_code = $8, last_error = $9, response_ms = $6::int,
    next_attempt_at = CASE WHEN $3 = 'Pending' THEN now() + $11::float8 * interval '1 second' ELSE next_attempt_at END,
    ended_at = CASE WHEN $3 = 'Pending' THEN NULL ELSE now() END
  WHERE id = $1 AND epoch = $2 AND status = 'InFlight'
  RETURNING id
)
INSERT INTO delivery_attempts (delivery_id, number, started_at, duration_ms, outcome, status_code, error, response_excerpt)
SELECT d.id, $4, $5, $6::int, $7, $8, $9, $10 FROM d
ON CONFLICT (delivery_id, number) DO NOTHING`,
};

/**
 * Records an attempt and what becomes of the delivery, once.
 * @returns false when the caller no longer owned the delivery
 */
export async function recordAttempt(sql: Sql, attempt: AttemptRecord, after: AfterAttempt): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [
    attempt.deliveryId,
    attempt.epoch,
    after.status,
    attempt.number,
    attempt.startedAt,
    Math.round(attempt.durationMs),
    attempt.outcome,
    attempt.statusCode ?? null,
    attempt.error ?? null,
    attempt.responseExcerpt ?? null,
    after.status === "Pending" ? after.retryInSec : 0,
  ]);
  return rowCount === 1;
}
