import type { Sql } from "../client.ts";
import type { DeliveryAttemptRecord, DeliveryRecord } from "./list-deliveries.ts";

/** Where a delivery stands that hasn't reached its receiver. */
export type DeliveryStage = "waiting" | "sending" | "retrying" | "failed";

/** A delivery for operators, who see those of all tenants: of its URL, which may hold a secret, only the origin. */
export interface WatchedDelivery {
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
export type WatchedAttempt = Omit<DeliveryAttemptRecord, "responseExcerpt">;

/** No stage is counted or paged through any further, so that a look costs the same whatever the backlog. */
export const MOST_WATCHED = 10_000;

const COLUMNS = `id, tenant_id AS "tenantId", project_id AS "projectId", event_type AS "eventType", destination,
  url_origin(url) AS origin, operation_id AS "operationId", batch_id AS "batchId", status, attempts,
  max_attempts AS "maxAttempts", created_at AS "createdAt", next_attempt_at AS "nextAttemptAt", ended_at AS "endedAt",
  last_status_code AS "lastStatusCode", last_error AS "lastError"`;

/**
 * Each stage's first MOST_WATCHED, in its order; those waiting are looked for among as many of all that are pending. A
 * comparison stands for IS NOT NULL, which the planner drops before it looks for an index.
 */
const STAGES: Readonly<Record<DeliveryStage, string>> = {
  waiting: `SELECT * FROM (SELECT * FROM deliveries WHERE status = 'Pending' AND lane > ''
    ORDER BY lane, next_attempt_at LIMIT ${MOST_WATCHED}) d WHERE attempts = 0`,
  sending: `SELECT * FROM deliveries WHERE status = 'InFlight' ORDER BY id LIMIT ${MOST_WATCHED}`,
  retrying: `SELECT * FROM deliveries WHERE status = 'Pending' AND attempts > 0 AND next_attempt_at > '-infinity'
    ORDER BY next_attempt_at LIMIT ${MOST_WATCHED}`,
  failed: `SELECT * FROM deliveries WHERE status = 'Failed' AND ended_at IS NOT NULL
    ORDER BY ended_at DESC LIMIT ${MOST_WATCHED}`,
};

const COUNT = {
  name: "count-watched-deliveries",
  text: `SELECT ${Object.entries(STAGES)
    .map(([stage, rows]) => `(SELECT count(*) FROM (${rows}) x) AS ${stage}`)
    .join(", ")}`,
};

/** How many deliveries of all tenants stand where; at most MOST_WATCHED each. */
export async function countWatchedDeliveries(sql: Sql): Promise<Record<DeliveryStage, number>> {
  const { rows } = await sql.query<Record<DeliveryStage, number>>(COUNT);
  return rows[0] ?? { waiting: 0, sending: 0, retrying: 0, failed: 0 };
}

/** One page of a stage: those that fail latest, or that are due soonest, first. */
export async function listWatchedDeliveries(
  sql: Sql,
  stage: DeliveryStage,
  page: { readonly size: number; readonly offset: number },
): Promise<WatchedDelivery[]> {
  const { rows } = await sql.query<WatchedDelivery>(
    {
      name: `list-watched-deliveries-${stage}`,
      text: `SELECT ${COLUMNS} FROM (${STAGES[stage]}) d LIMIT $1 OFFSET $2`,
    },
    [page.size, page.offset],
  );
  return rows;
}

/** A delivery of any tenant, whatever became of it. */
export async function findWatchedDelivery(sql: Sql, deliveryId: string): Promise<WatchedDelivery | null> {
  const { rows } = await sql.query<WatchedDelivery>(
    { name: "find-watched-delivery", text: `SELECT ${COLUMNS} FROM deliveries WHERE id = $1` },
    [deliveryId],
  );
  return rows[0] ?? null;
}

/** The attempts of a delivery of any tenant, oldest first. */
export async function listWatchedAttempts(sql: Sql, deliveryId: string): Promise<WatchedAttempt[]> {
  const { rows } = await sql.query<WatchedAttempt>(
    {
      name: "list-watched-attempts",
      text: `SELECT number, started_at AS "startedAt", duration_ms AS "durationMs", outcome,
  status_code AS "statusCode", error FROM delivery_attempts WHERE delivery_id = $1 ORDER BY number`,
    },
    [deliveryId],
  );
  return rows;
}
