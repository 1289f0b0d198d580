import type { Sql, Tx } from "../client.ts";
import type { Scope } from "../scope.ts";
import { WEBHOOK_COLUMNS, toWebhookRecord, type WebhookRecord, type WebhookRow } from "./webhook-record.ts";

/** A webhook of a project, or null. */
export async function findWebhook(sql: Sql, scope: Scope, webhookId: string): Promise<WebhookRecord | null> {
  const { rows } = await sql.query<WebhookRow>(
    {
      name: "find-webhook",
      text: `SELECT ${WEBHOOK_COLUMNS} FROM webhooks w WHERE w.id = $1 AND w.tenant_id = $2 AND w.project_id = $3`,
    },
    [webhookId, scope.tenantId, scope.projectId],
  );
  return rows[0] === undefined ? null : toWebhookRecord(rows[0]);
}

/** As `findWebhook`, and no other transaction changes it before this one ends. */
export async function lockWebhook(tx: Tx, scope: Scope, webhookId: string): Promise<WebhookRecord | null> {
  const { rows } = await tx.query<WebhookRow>(
    {
      name: "lock-webhook",
      text: `SELECT ${WEBHOOK_COLUMNS} FROM webhooks w WHERE w.id = $1 AND w.tenant_id = $2 AND w.project_id = $3 FOR UPDATE`,
    },
    [webhookId, scope.tenantId, scope.projectId],
  );
  return rows[0] === undefined ? null : toWebhookRecord(rows[0]);
}

/** One page of a project's webhooks, newest first. */
export async function listWebhooks(
  sql: Sql,
  scope: Scope,
  page: { readonly status?: WebhookRecord["status"]; readonly size: number; readonly offset: number },
): Promise<{ webhooks: WebhookRecord[]; hasNextPage: boolean }> {
  const { rows } = await sql.query<WebhookRow>(
    {
      name: "list-webhooks",
      text: `SELECT ${WEBHOOK_COLUMNS} FROM webhooks w
WHERE w.tenant_id = $1 AND w.project_id = $2 AND ($3::text IS NULL OR w.status = $3)
ORDER BY w.created_at DESC, w.id DESC LIMIT $4 OFFSET $5`,
    },
    [scope.tenantId, scope.projectId, page.status ?? null, page.size + 1, page.offset],
  );
  return { webhooks: rows.slice(0, page.size).map(toWebhookRecord), hasNextPage: rows.length > page.size };
}

/**
 * Removes a webhook with its deliveries; what is being sent to it is sent to its end.
 * @returns it as it was, or null
 */
export async function deleteWebhook(sql: Sql, scope: Scope, webhookId: string): Promise<WebhookRecord | null> {
  const { rows } = await sql.query<WebhookRow>(
    {
      name: "delete-webhook",
      text: `WITH gone AS (
  DELETE FROM webhooks WHERE id = $1 AND tenant_id = $2 AND project_id = $3 RETURNING *
), lane AS (
  DELETE FROM delivery_lanes WHERE lane IN (SELECT 'webhook:' || id FROM gone)
)
SELECT ${WEBHOOK_COLUMNS} FROM gone w`,
    },
    [webhookId, scope.tenantId, scope.projectId],
  );
  return rows[0] === undefined ? null : toWebhookRecord(rows[0]);
}
