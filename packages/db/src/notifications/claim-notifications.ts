import type { OperationStatus } from "@longhaul/domain";
import { camelRow } from "../camel-row.ts";
import type { Sql } from "../client.ts";
import { claimed, CRASHES_OF_MESSAGES, IS_FREE, isHeld, takenBack } from "../leases/leased.ts";
import type { Cancellation, OperationError } from "../operations/operation-record.ts";

/** The receivers in Slack. */
export interface SlackTarget {
  readonly channel: string;
  readonly mentionUsers?: readonly string[];
}

/** Addresses, or a channel. */
export type NotificationTarget =
  | { readonly kind: "email"; readonly target: readonly string[] }
  | { readonly kind: "slack"; readonly target: SlackTarget };

/** A message that this worker now owns until its lease ends, with what it is about. */
export type ClaimedNotification = NotificationTarget & {
  readonly id: string;
  readonly epoch: number;
  /** The attempt that the claim is for, from 1. */
  readonly attempt: number;
  /** When the operation ended. */
  readonly createdAt: Date;
  readonly operationId: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly operationName: string;
  readonly operationType: string;
  readonly operationStatus: OperationStatus;
  readonly startedAt: Date | null;
  readonly endedAt: Date;
  readonly error: OperationError | null;
  readonly cancellation: Cancellation | null;
};

/** Condition of a due message that has crashed too many workers in a row. */
const IS_SPENT = "(lease_until IS NOT NULL AND crash_count + 1 >= $3::int)";

const STATEMENT = {
  name: "claim-notifications",
  text: `WITH due AS (
  SELECT id FROM notifications
  WHERE ${isHeld("notifications")} AND next_attempt_at <= now() AND ${IS_FREE}
  ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
), n AS (
  UPDATE notifications SET ${claimed("$2")},
    -- The attempt of one that was lost is made again.
    attempts = attempts + CASE WHEN lease_until IS NULL THEN 1 ELSE 0 END
  WHERE id IN (SELECT id FROM due) AND NOT ${IS_SPENT}
  RETURNING *
), spent AS (
  UPDATE notifications SET ${takenBack("notifications", "'Failed'")}, last_error = 'the worker that sent it died'
  WHERE id IN (SELECT id FROM due) AND ${IS_SPENT}
)
SELECT n.id, n.epoch, n.kind, n.target, n.attempts AS attempt, n.created_at, n.operation_id, n.tenant_id, n.project_id,
  o.name AS operation_name, o.type AS operation_type, o.status AS operation_status, o.started_at, o.ended_at, o.error,
  o.cancellation
FROM n JOIN operations o ON o.id = n.operation_id`,
};

/**
 * Takes up to `limit` due messages, oldest first. One whose worker died is due again when its lease ends; after
 * `crashBudget` of them in a row it is failed instead. None of that costs an attempt.
 */
export async function claimNotifications(
  sql: Sql,
  claim: { readonly limit: number; readonly leaseMs: number; readonly crashBudget?: number },
): Promise<ClaimedNotification[]> {
  const { rows } = await sql.query<Record<string, unknown>>(STATEMENT, [
    claim.limit,
    claim.leaseMs,
    claim.crashBudget ?? CRASHES_OF_MESSAGES,
  ]);
  return rows.map((row) => camelRow(row) as unknown as ClaimedNotification);
}
