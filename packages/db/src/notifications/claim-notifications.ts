import type { OperationStatus } from "@longhaul/domain";
import { camelRow } from "../camel-row.ts";
import type { Sql } from "../client.ts";
import type { Cancellation, OperationError } from "../operations/operation-record.ts";

/** Who is told through Slack. */
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

const STATEMENT = {
  name: "claim-notifications",
  text: `WITH due AS (
  SELECT id FROM notifications
  WHERE status = 'Pending' AND next_attempt_at <= now() AND (lease_until IS NULL OR lease_until < now())
  ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
), n AS (
  UPDATE notifications n SET
    epoch = n.epoch + 1,
    attempts = CASE WHEN n.attempts < $3 THEN n.attempts + 1 ELSE n.attempts END,
    status = CASE WHEN n.attempts < $3 THEN 'Pending' ELSE 'Failed' END,
    last_error = CASE WHEN n.attempts < $3 THEN n.last_error ELSE 'the worker that sent it died' END,
    lease_until = CASE WHEN n.attempts < $3 THEN now() + $2 * interval '1 millisecond' END
  FROM due WHERE n.id = due.id
  RETURNING n.*
)
SELECT n.id, n.epoch, n.kind, n.target, n.attempts AS attempt, n.created_at, n.operation_id, n.tenant_id, n.project_id,
  o.name AS operation_name, o.type AS operation_type, o.status AS operation_status, o.started_at, o.ended_at, o.error,
  o.cancellation
FROM n JOIN operations o ON o.id = n.operation_id WHERE n.status = 'Pending'`,
};

/**
 * Takes up to `limit` due messages, oldest first. One whose worker died is due again when its lease ends; after
 * `maxAttempts` it is failed instead.
 */
export async function claimNotifications(
  sql: Sql,
  claim: { readonly limit: number; readonly leaseMs: number; readonly maxAttempts: number },
): Promise<ClaimedNotification[]> {
  const { rows } = await sql.query<Record<string, unknown>>(STATEMENT, [claim.limit, claim.leaseMs, claim.maxAttempts]);
  return rows.map((row) => camelRow(row) as unknown as ClaimedNotification);
}
