import type { OperationStatus } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { createOutboxStages, type OutboxStage } from "../outbox-stages.ts";
import { IS_MESSAGE, MESSAGE_ATTEMPTS, MESSAGE_STATUS, type NotificationRecord } from "../notification-record.ts";

/** A message to people for operators, who see those of all tenants: of its addresses, which are people's, only how many. */
export interface StagedMessage {
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
  /** How many attempts a message gets. */
  readonly maxAttempts: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date;
  readonly lastError: string | null;
}

const IS_FAILED = `(status = 'Failed' OR status = 'Skipped' AND epoch > 0)`;

const COLUMNS = `id, tenant_id AS "tenantId", project_id AS "projectId", destination AS kind,
  CASE destination WHEN 'email' THEN jsonb_array_length(target) ELSE jsonb_array_length(coalesce(target -> 'mentionUsers', '[]')) END AS recipients,
  CASE destination WHEN 'slack' THEN target ->> 'channel' END AS channel, operation_id AS "operationId",
  (SELECT json_build_object('type', type, 'name', name, 'status', o.status) FROM operations o WHERE o.id = operation_id) AS operation,
  ${MESSAGE_STATUS} AS status, CASE WHEN status = 'InFlight' THEN 'sending' WHEN status = 'Pending' AND attempts = 0 THEN 'waiting'
    WHEN status = 'Pending' THEN 'retrying' WHEN ${IS_FAILED} THEN 'failed' END AS stage, ${MESSAGE_ATTEMPTS} AS attempts,
  attempts_of(message_policy()) AS "maxAttempts", created_at AS "createdAt", next_attempt_at AS "nextAttemptAt", last_error AS "lastError"`;

const pending = (tried: 0 | 1): string =>
  `FROM deliveries WHERE status = 'Pending' AND ${IS_MESSAGE} AND least(attempts, 1) = ${tried} ORDER BY next_attempt_at`;

/** Messages to people of all tenants that haven't arrived. */
export const messageStages = createOutboxStages<StagedMessage>("message-stages", COLUMNS, {
  waiting: pending(0),
  sending: `FROM deliveries WHERE status = 'InFlight' AND ${IS_MESSAGE} ORDER BY id`,
  retrying: pending(1),
  failed: `FROM deliveries WHERE ${IS_MESSAGE} AND ${IS_FAILED} AND ended_at > '-infinity' ORDER BY ended_at DESC`,
});

/** A message of any tenant, whatever became of it. */
export async function findStagedMessage(sql: Sql, messageId: string): Promise<StagedMessage | null> {
  const { rows } = await sql.query<StagedMessage>(
    { name: "find-staged-message", text: `SELECT ${COLUMNS} FROM deliveries WHERE id = $1 AND ${IS_MESSAGE}` },
    [messageId],
  );
  return rows[0] ?? null;
}
