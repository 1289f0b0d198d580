import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";

const REOPEN = `status = 'Pending', ended_at = NULL, next_attempt_at = now(),
  max_attempts = d.attempts + 1 + coalesce((w.retry_policy->>'maxRetries')::integer, 0)`;

const ONE = {
  name: "redeliver",
  text: `UPDATE deliveries d SET ${REOPEN} FROM webhooks w
WHERE d.id = $1 AND d.webhook_id = $2 AND d.tenant_id = $3 AND d.project_id = $4 AND w.id = d.webhook_id
  AND w.status <> 'Disabled' AND d.status <> 'InFlight'`,
};

/**
 * Sends a webhook's delivery once more, under the same `webhook-id` and with as many retries as at first; one that waits
 * for its retry is sent now. @returns false when there is none, it is being sent, or the webhook is disabled
 */
export async function redeliver(sql: Sql, scope: Scope, webhookId: string, deliveryId: string): Promise<boolean> {
  const { rowCount } = await sql.query(ONE, [deliveryId, webhookId, scope.tenantId, scope.projectId]);
  return rowCount === 1;
}

const RANGE = {
  name: "recover-deliveries",
  text: `UPDATE deliveries d SET ${REOPEN} FROM webhooks w
WHERE d.webhook_id = $1 AND d.tenant_id = $2 AND d.project_id = $3 AND w.id = d.webhook_id AND w.status <> 'Disabled'
  AND d.status = 'Failed' AND d.created_at >= $4 AND d.created_at < $5`,
};

/** Sends again what failed of a webhook's deliveries created from `since` to before `until`. @returns how many */
export async function recoverDeliveries(
  sql: Sql,
  scope: Scope,
  webhookId: string,
  range: { readonly since: Date; readonly until: Date },
): Promise<number> {
  const { rowCount } = await sql.query(RANGE, [webhookId, scope.tenantId, scope.projectId, range.since, range.until]);
  return rowCount ?? 0;
}
