import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import type { WebhookSettings } from "./create-webhook.ts";
import { WEBHOOK_COLUMNS, toWebhookRecord, type WebhookRecord, type WebhookRow } from "./webhook-record.ts";

/** What changes; the rest stays. `secret` goes with `authType`: secrets replaced before it keep their ends. */
export type WebhookChanges = Partial<WebhookSettings> & { readonly status?: "Active" | "Paused" };

const UPDATE = {
  name: "update-webhook",
  text: `WITH old AS (
  SELECT id, url, status FROM webhooks WHERE id = $1 AND tenant_id = $2 AND project_id = $3 FOR UPDATE
), w AS (
  UPDATE webhooks w SET
    url = coalesce($4, w.url), name = coalesce($5, w.name), events = coalesce($6, w.events),
    filters = coalesce($7, w.filters), retry_policy = coalesce($8, w.retry_policy), headers = coalesce($9, w.headers),
    auth_type = coalesce($10, w.auth_type),
    secret = CASE WHEN $10::text IS NULL THEN w.secret ELSE $11::jsonb END,
    previous_secrets = CASE WHEN $10::text IS NULL OR $11::jsonb IS NOT NULL THEN w.previous_secrets ELSE '[]' END,
    status = coalesce($12, w.status),
    disabled_reason = CASE WHEN $12::text IS NULL THEN w.disabled_reason END,
    failing_since = CASE WHEN $12::text IS NULL AND $4::text IS NULL THEN w.failing_since END,
    updated_at = now()
  FROM old WHERE w.id = old.id
  RETURNING w.*
), moved AS (
  UPDATE deliveries d SET url = w.url FROM w
  WHERE $4::text IS NOT NULL AND d.tenant_id = w.tenant_id AND d.lane = 'webhook:' || w.id AND d.status = 'Pending' AND d.url <> w.url
), lane AS (
  -- What was known of the old address says nothing of the new; and who re-activates wants to be tried at once.
  DELETE FROM delivery_lanes l USING old, w
  WHERE l.lane = 'webhook:' || w.id AND (w.url <> old.url OR w.status = 'Active' AND old.status <> 'Active')
)
SELECT ${WEBHOOK_COLUMNS} FROM w`,
};

/**
 * Changes a webhook. What waits for it goes to its new address. A status re-enables it where it was disabled.
 * @returns it as it is then, or null when there is none
 */
export async function updateWebhook(
  sql: Sql,
  scope: Scope,
  webhookId: string,
  changes: WebhookChanges,
): Promise<WebhookRecord | null> {
  const { rows } = await sql.query<WebhookRow>(UPDATE, [
    webhookId,
    scope.tenantId,
    scope.projectId,
    changes.url ?? null,
    changes.name ?? null,
    changes.events ?? null,
    changes.filters ?? null,
    changes.retryPolicy ?? null,
    changes.headers ?? null,
    changes.authType ?? null,
    changes.secret ?? null,
    changes.status ?? null,
  ]);
  return rows[0] === undefined ? null : toWebhookRecord(rows[0]);
}
