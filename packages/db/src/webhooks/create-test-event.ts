import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";

const STATEMENT = {
  name: "create-webhook-test-event",
  text: `WITH w AS (
  UPDATE webhooks SET event_seq = event_seq + 1
  WHERE id = $1 AND tenant_id = $2 AND project_id = $3 AND status = 'Active' RETURNING *
), e AS (
  INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
  SELECT $4, w.tenant_id, w.project_id, w.event_seq, 'webhook.test', json_build_object(
    'id', $4::text, 'type', 'webhook.test', 'timestamp', api_time(now()), 'sequence', w.event_seq,
    'data', json_build_object('webhookId', w.id, 'webhookName', w.name, 'status', w.status))::text FROM w
  RETURNING position
)
INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, url, event_type, sequence, max_attempts)
SELECT $5, e.position, w.tenant_id, w.project_id, 'webhook:' || w.id, w.id, w.url, 'webhook.test', w.event_seq, 1
FROM w, e`,
};

/**
 * Sends one `webhook.test` event to an active webhook: one attempt, whatever events it has subscribed to.
 * @returns false when there is no such webhook or it isn't active
 */
export async function createWebhookTestEvent(
  sql: Sql,
  scope: Scope,
  webhookId: string,
  ids: { readonly eventId: string; readonly deliveryId: string },
): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [
    webhookId,
    scope.tenantId,
    scope.projectId,
    ids.eventId,
    ids.deliveryId,
  ]);
  return rowCount === 1;
}
