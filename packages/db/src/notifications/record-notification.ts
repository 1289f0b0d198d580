import { storableJson } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** Outcome of an attempt. */
export type NotificationResult =
  /** `note`: a fault that didn't stop the message, such as a refused address. */
  | { readonly kind: "sent"; readonly note?: string }
  /**
   * To be tried again. `remaining` are the addresses that it hasn't reached; an attempt that doesn't count leaves the
   * number of attempts as it was before the claim.
   */
  | {
      readonly kind: "retry";
      readonly error: string;
      readonly delayMs: number;
      readonly counts: boolean;
      readonly remaining?: readonly string[];
    }
  | { readonly kind: "failed"; readonly error: string }
  /** Not tried at all. */
  | { readonly kind: "skipped"; readonly reason: string };

const STATEMENT = {
  name: "record-notification",
  text: `WITH recorded AS (
UPDATE notifications SET
  status = $3,
  attempts = attempts - CASE WHEN $4 THEN 0 ELSE 1 END,
  last_error = $5,
  next_attempt_at = now() + coalesce($6, 0) * interval '1 millisecond',
  target = coalesce($7::jsonb, target),
  sent_at = CASE WHEN $3 = 'Sent' THEN now() END,
  lease_until = NULL,
  crash_count = 0
WHERE id = $1 AND epoch = $2 AND status = 'Pending'
RETURNING operation_id
)
UPDATE operations SET version = version + 1 FROM recorded WHERE id = recorded.operation_id`,
};

const STATUSES = { sent: "Sent", retry: "Pending", failed: "Failed", skipped: "Skipped" } as const;

/** Records an attempt; the operation gets a new version, because its status shows the attempt. @returns false when the claim was over and another worker has the message */
export async function recordNotification(
  sql: Sql,
  claim: { readonly id: string; readonly epoch: number },
  result: NotificationResult,
): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [
    claim.id,
    claim.epoch,
    STATUSES[result.kind],
    result.kind === "retry" ? result.counts : result.kind !== "skipped",
    errorOf(result),
    result.kind === "retry" ? result.delayMs : null,
    result.kind === "retry" && result.remaining !== undefined ? storableJson(result.remaining) : null,
  ]);
  return rowCount === 1;
}

function errorOf(result: NotificationResult): string | null {
  switch (result.kind) {
    case "sent":
      return result.note ?? null;
    case "skipped":
      return result.reason;
    case "retry":
    case "failed":
      return result.error;
    default:
      return result satisfies never;
  }
}
