import { toGuid, type OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { createOutboxStages, type OutboxStage } from "../outbox-stages.ts";
import type { NotificationRecord } from "../operations/notification-record.ts";

/** A message to people for operators, who see those of all tenants: of its addresses, which are people's, only how many. */
export interface StagedNotification {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly kind: NotificationRecord["kind"];
  /** Addresses, or people mentioned in Slack. */
  readonly recipients: number;
  /** Of Slack. */
  readonly channel: string | null;
  readonly operationId: string;
  readonly operation: { readonly type: string; readonly name: string; readonly status: OperationStatus };
  readonly status: NotificationRecord["status"];
  /** Null when the message was sent, or there was nobody to notify. */
  readonly stage: OutboxStage | null;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date;
  readonly lastError: string | null;
}

/** As the index has it. */
const PENDING_STAGE = `(CASE WHEN lease_until IS NOT NULL THEN 'sending' WHEN last_error IS NULL THEN 'waiting' ELSE 'retrying' END)`;
const IS_FAILED = `(status = 'Failed' OR status = 'Skipped' AND epoch > 0)`;

const COLUMNS = `id, tenant_id AS "tenantId", project_id AS "projectId", kind,
  CASE kind WHEN 'email' THEN jsonb_array_length(target) ELSE jsonb_array_length(coalesce(target -> 'mentionUsers', '[]')) END AS recipients,
  CASE kind WHEN 'slack' THEN target ->> 'channel' END AS channel, operation_id AS "operationId",
  (SELECT json_build_object('type', type, 'name', name, 'status', o.status) FROM operations o WHERE o.id = operation_id) AS operation,
  status, CASE WHEN status = 'Pending' THEN ${PENDING_STAGE} WHEN ${IS_FAILED} THEN 'failed' END AS stage, attempts,
  created_at AS "createdAt", next_attempt_at AS "nextAttemptAt", last_error AS "lastError"`;

const pending = (stage: OutboxStage): string =>
  `FROM notifications WHERE status = 'Pending' AND ${PENDING_STAGE} = '${stage}' ORDER BY next_attempt_at`;

/** Messages to people of all tenants that haven't arrived. */
export const notificationStages = createOutboxStages<StagedNotification>("notification-stages", COLUMNS, {
  waiting: pending("waiting"),
  sending: pending("sending"),
  retrying: pending("retrying"),
  failed: `FROM notifications WHERE ${IS_FAILED} AND created_at > '-infinity' ORDER BY created_at DESC`,
});

/** A message of any tenant, whatever became of it. @param notificationId any text */
export async function findStagedNotification(sql: Sql, notificationId: string): Promise<StagedNotification | null> {
  const id = toGuid(notificationId);
  if (id === null) return null;
  const { rows } = await sql.query<StagedNotification>(
    { name: "find-staged-notification", text: `SELECT ${COLUMNS} FROM notifications WHERE id = $1` },
    [id],
  );
  return rows[0] ?? null;
}
