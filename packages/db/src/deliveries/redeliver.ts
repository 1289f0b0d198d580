import type { Sql } from "../client.ts";
import { IS_NO_MESSAGE } from "../notification-record.ts";
import type { Scope } from "../scope.ts";
import { OWNED_BY, type DeliveryOwner } from "./delivery-owner.ts";

const REOPEN = `status = 'Pending', ended_at = NULL, next_attempt_at = now(), crash_count = 0,
  max_attempts = d.attempts + attempts_of(w.retry_policy)`;

const REOPEN_CALLBACK = `status = 'Pending', ended_at = NULL, next_attempt_at = now(), crash_count = 0,
  max_attempts = d.attempts + attempts_of(callback_policy())`;

const MINE = "d.id = $2 AND d.tenant_id = $3 AND d.project_id = $4 AND d.status <> 'InFlight'";

const redeliverStatement = (kind: DeliveryOwner["kind"]) => ({
  name: `redeliver-of-${kind}`,
  text:
    kind === "webhook"
      ? `UPDATE deliveries d SET ${REOPEN} FROM webhooks w
WHERE ${OWNED_BY[kind]} AND ${MINE} AND w.id = d.webhook_id AND w.status <> 'Disabled'`
      : `UPDATE deliveries d SET ${REOPEN_CALLBACK} WHERE ${OWNED_BY[kind]} AND ${MINE}`,
});

/**
 * Sends an owner's delivery once more, under the same `webhook-id` and with as many retries as at first; one that waits
 * for its retry is sent now. @returns false when there is none, it is being sent, or its webhook is disabled
 */
export async function redeliver(sql: Sql, scope: Scope, owner: DeliveryOwner, deliveryId: string): Promise<boolean> {
  const { rowCount } = await sql.query(redeliverStatement(owner.kind), [
    owner.id,
    deliveryId,
    scope.tenantId,
    scope.projectId,
  ]);
  return rowCount === 1;
}

const CALLBACKS = {
  name: "recover-callbacks",
  text: `UPDATE deliveries d SET ${REOPEN_CALLBACK}
WHERE d.tenant_id = $1 AND d.project_id = $2 AND d.webhook_id IS NULL AND d.${IS_NO_MESSAGE} AND d.status = 'Failed'
  AND d.created_at >= $3 AND d.created_at < $4`,
};

/** Sends again what failed of a project's callbacks created from `since` to before `until`. @returns how many */
export async function recoverCallbacks(
  sql: Sql,
  scope: Scope,
  range: { readonly since: Date; readonly until: Date },
): Promise<number> {
  const { rowCount } = await sql.query(CALLBACKS, [scope.tenantId, scope.projectId, range.since, range.until]);
  return rowCount ?? 0;
}

const RANGE = {
  name: "recover-deliveries",
  text: `WITH failed AS (
  UPDATE deliveries d SET ${REOPEN} FROM webhooks w
  WHERE d.webhook_id = $1 AND d.tenant_id = $2 AND d.project_id = $3 AND w.id = d.webhook_id AND w.status <> 'Disabled'
    AND d.status = 'Failed' AND d.created_at >= $4 AND d.created_at < $5
  RETURNING d.id
), missed AS (
  INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, operation_id, batch_id,
                          dataset_id, url, event_type, sequence, progress, max_attempts)
  SELECT 'dlv-' || gen_random_uuid(), e.position, e.tenant_id, e.project_id, 'webhook:' || w.id, w.id, e.operation_id, e.batch_id,
    v.dataset_id, w.url, e.type, e.sequence, o.progress, attempts_of(w.retry_policy)
  FROM webhooks w
  JOIN events e ON e.tenant_id = w.tenant_id AND e.project_id = w.project_id
  LEFT JOIN operations o ON o.id = e.operation_id
  LEFT JOIN datasets v ON v.id = e.dataset_id
  WHERE w.id = $1 AND w.tenant_id = $2 AND w.project_id = $3 AND w.status <> 'Disabled'
    AND e.created_at >= greatest($4, w.created_at) AND e.created_at < $5
    AND e.type = ANY (w.events) AND e.type <> 'operation.progress'
    AND (v.id IS NOT NULL OR o.id IS NOT NULL
      AND (coalesce(jsonb_array_length(w.filters->'operationTypes'), 0) = 0 OR w.filters->'operationTypes' ? o.type)
      AND (coalesce(jsonb_array_length(w.filters->'priorities'), 0) = 0 OR w.filters->'priorities' ? o.priority))
  ON CONFLICT (event_position, destination) DO NOTHING
  RETURNING id
)
SELECT (SELECT count(*) FROM failed) + (SELECT count(*) FROM missed) AS count`,
};

/**
 * Sends again what failed of a webhook's deliveries created from `since` to before `until`, and what happened in that
 * time, by its present events and filters, while it was disabled. Progress that was missed is not made up for.
 * @returns how many
 */
export async function recoverDeliveries(
  sql: Sql,
  scope: Scope,
  webhookId: string,
  range: { readonly since: Date; readonly until: Date },
): Promise<number> {
  const { rows } = await sql.query<{ count: number }>(RANGE, [
    webhookId,
    scope.tenantId,
    scope.projectId,
    range.since,
    range.until,
  ]);
  return rows[0]?.count ?? 0;
}
