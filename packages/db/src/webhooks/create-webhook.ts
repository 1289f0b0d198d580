import { NO_QUOTAS } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { lockQuota, requireQuota } from "../quotas/require-quota.ts";
import type { Scope } from "../scope.ts";
import type { SealedSecret } from "./secret-box.ts";
import { WEBHOOK_COLUMNS, toWebhookRecord, type WebhookRecord, type WebhookRow } from "./webhook-record.ts";

/** What a client says of a webhook; the secret already encrypted, with the webhook's id as its context. */
export type WebhookSettings = Pick<
  WebhookRecord,
  "url" | "name" | "events" | "filters" | "authType" | "retryPolicy" | "headers"
> & {
  /** Null where the project's key signs. */
  readonly secret: SealedSecret | null;
};

const STATEMENT = {
  name: "create-webhook",
  text: `WITH w AS (
  INSERT INTO webhooks (id, tenant_id, project_id, url, name, events, filters, auth_type, secret, retry_policy, headers, created_by)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
  WHERE (SELECT count(*) FROM webhooks WHERE tenant_id = $2 AND project_id = $3) < $13
  RETURNING *
)
SELECT ${WEBHOOK_COLUMNS} FROM w`,
};

/**
 * Registers a webhook, active from the next event on.
 * Give it a transaction.
 * @param mostOfProject how many webhooks a project may have, whatever its quota
 * @returns null when the project has so many already
 * @throws DomainError `quota_exceeded`
 */
export async function createWebhook(
  sql: Sql,
  scope: Scope,
  webhook: WebhookSettings & { readonly id: string; readonly createdBy: string },
  mostOfProject: number,
  defaults = NO_QUOTAS,
): Promise<WebhookRecord | null> {
  await lockQuota(sql, scope.tenantId, "webhooks");
  const { rows } = await sql.query<WebhookRow>(STATEMENT, [
    webhook.id,
    scope.tenantId,
    scope.projectId,
    webhook.url,
    webhook.name,
    webhook.events,
    webhook.filters,
    webhook.authType,
    webhook.secret,
    webhook.retryPolicy,
    webhook.headers,
    webhook.createdBy,
    mostOfProject,
  ]);
  const { tenantId, projectId } = scope;
  await requireQuota(sql, { tenantId, projectId, quota: "webhooks", wanted: rows.length, defaults }, "written");
  return rows[0] === undefined ? null : toWebhookRecord(rows[0]);
}
