import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { OWNED_BY, type DeliveryOwner } from "./delivery-owner.ts";

/** A delivery with its attempts, oldest first. */
export interface DeliveryRecord {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  /** `webhook:<id>`, `callback:<kind>`. */
  readonly destination: string;
  readonly operationId: string | null;
  readonly batchId: string | null;
  readonly datasetId: string | null;
  readonly sequence: number;
  readonly status: "Pending" | "InFlight" | "Delivered" | "Failed" | "Superseded";
  readonly attemptsMade: number;
  readonly maxAttempts: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date;
  readonly endedAt: Date | null;
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
  readonly attempts: readonly DeliveryAttemptRecord[];
}

export interface DeliveryAttemptRecord {
  readonly number: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  /** Class of the outcome, such as `delivered`, `server_error`, `timeout`. */
  readonly outcome: string;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly responseExcerpt: string | null;
}

/** All given ones must hold; `since` inclusive, `before` exclusive, on the time of creation. */
export interface DeliveryFilter {
  readonly deliveryId?: string;
  readonly status?: DeliveryRecord["status"];
  readonly eventType?: string;
  readonly operationId?: string;
  readonly since?: Date;
  readonly before?: Date;
}

const listStatement = (kind: DeliveryOwner["kind"]) => ({
  name: `list-deliveries-of-${kind}`,
  text: `SELECT d.id, e.id AS "eventId", d.event_type AS "eventType", d.destination, d.operation_id AS "operationId", d.batch_id AS "batchId",
  d.dataset_id AS "datasetId", d.sequence, d.status, d.attempts AS "attemptsMade", d.max_attempts AS "maxAttempts", d.created_at AS "createdAt",
  d.next_attempt_at AS "nextAttemptAt", d.ended_at AS "endedAt", d.last_status_code AS "lastStatusCode",
  d.last_error AS "lastError", a.attempts
FROM deliveries d JOIN events e ON e.position = d.event_position
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(json_build_object('number', number, 'startedAt', started_at, 'durationMs', duration_ms,
    'outcome', outcome, 'statusCode', status_code, 'error', error, 'responseExcerpt', response_excerpt) ORDER BY number), '[]') AS attempts
  FROM delivery_attempts WHERE delivery_id = d.id) a
WHERE ${OWNED_BY[kind]} AND d.tenant_id = $2 AND d.project_id = $3
  AND ($4::text IS NULL OR d.id = $4) AND ($5::text IS NULL OR d.status = $5) AND ($6::text IS NULL OR d.event_type = $6)
  AND ($7::text IS NULL OR d.operation_id = $7) AND ($8::timestamptz IS NULL OR d.created_at >= $8)
  AND ($9::timestamptz IS NULL OR d.created_at < $9)
ORDER BY d.created_at DESC, d.event_position DESC LIMIT $10 OFFSET $11`,
});

type Row = Omit<DeliveryRecord, "attempts"> & {
  readonly attempts: readonly (Omit<DeliveryAttemptRecord, "startedAt"> & { readonly startedAt: string })[];
};

/** One page of an owner's deliveries, newest first. */
export async function listDeliveries(
  sql: Sql,
  scope: Scope,
  owner: DeliveryOwner,
  filter: DeliveryFilter,
  page: { readonly size: number; readonly offset: number },
): Promise<{ deliveries: DeliveryRecord[]; hasNextPage: boolean }> {
  const { rows } = await sql.query<Row>(listStatement(owner.kind), [
    owner.id,
    scope.tenantId,
    scope.projectId,
    filter.deliveryId ?? null,
    filter.status ?? null,
    filter.eventType ?? null,
    filter.operationId ?? null,
    filter.since ?? null,
    filter.before ?? null,
    page.size + 1,
    page.offset,
  ]);
  return {
    deliveries: rows.slice(0, page.size).map((row) => ({
      ...row,
      attempts: row.attempts.map((attempt) => ({ ...attempt, startedAt: new Date(attempt.startedAt) })),
    })),
    hasNextPage: rows.length > page.size,
  };
}
