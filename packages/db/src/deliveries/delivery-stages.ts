import type { Sql } from "../client.ts";
import { createOutboxStages } from "../outbox-stages.ts";
import { IS_NO_MESSAGE } from "../notification-record.ts";
import type { DeliveryAttemptRecord, DeliveryRecord } from "./list-deliveries.ts";

/** A delivery for operators, who see those of all tenants: of its URL, which may hold a secret, only the origin. */
export interface StagedDelivery {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly eventType: string;
  /** `webhook:<id>`, `callback:<kind>`. */
  readonly destination: string;
  readonly origin: string;
  readonly operationId: string | null;
  readonly batchId: string | null;
  readonly status: DeliveryRecord["status"];
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date;
  readonly endedAt: Date | null;
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
}

/** An attempt of such a delivery, without what the receiver answered. */
export type StagedAttempt = Omit<DeliveryAttemptRecord, "responseExcerpt">;

const COLUMNS = `id, tenant_id AS "tenantId", project_id AS "projectId", event_type AS "eventType", destination,
  url_origin(url) AS origin, operation_id AS "operationId", batch_id AS "batchId", status, attempts,
  max_attempts AS "maxAttempts", created_at AS "createdAt", next_attempt_at AS "nextAttemptAt", ended_at AS "endedAt",
  last_status_code AS "lastStatusCode", last_error AS "lastError"`;

/** Deliveries of all tenants to webhooks and callbacks that haven't arrived. A comparison stands for IS NOT NULL, which the planner drops of such a column before it looks for an index. */
export const deliveryStages = createOutboxStages<StagedDelivery>("delivery-stages", COLUMNS, {
  waiting: `FROM deliveries WHERE status = 'Pending' AND ${IS_NO_MESSAGE} AND least(attempts, 1) = 0 ORDER BY next_attempt_at`,
  sending: `FROM deliveries WHERE status = 'InFlight' AND ${IS_NO_MESSAGE} ORDER BY id`,
  retrying: `FROM deliveries WHERE status = 'Pending' AND ${IS_NO_MESSAGE} AND least(attempts, 1) = 1 ORDER BY next_attempt_at`,
  failed: `FROM deliveries WHERE status = 'Failed' AND ${IS_NO_MESSAGE} AND ended_at > '-infinity' ORDER BY ended_at DESC`,
});

/** A delivery of any tenant, whatever became of it. */
export async function findStagedDelivery(sql: Sql, deliveryId: string): Promise<StagedDelivery | null> {
  const { rows } = await sql.query<StagedDelivery>(
    { name: "find-staged-delivery", text: `SELECT ${COLUMNS} FROM deliveries WHERE id = $1 AND ${IS_NO_MESSAGE}` },
    [deliveryId],
  );
  return rows[0] ?? null;
}

/** The attempts of a delivery of any tenant, oldest first. */
export async function listStagedAttempts(sql: Sql, deliveryId: string): Promise<StagedAttempt[]> {
  const { rows } = await sql.query<StagedAttempt>(
    {
      name: "list-staged-attempts",
      text: `SELECT number, started_at AS "startedAt", duration_ms AS "durationMs", outcome,
  status_code AS "statusCode", error FROM delivery_attempts WHERE delivery_id = $1 ORDER BY number`,
    },
    [deliveryId],
  );
  return rows;
}
