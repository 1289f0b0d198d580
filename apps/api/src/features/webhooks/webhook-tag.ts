import type { Request, Response } from "express";
import { lockWebhook, type Scope, type Sql, type WebhookRecord } from "@longhaul/db";
import { fingerprint } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { requireMatch } from "../../http/etag.ts";

/** Says the version of a webhook: of its settings, for If-Match, and behind a dot of its figures, which deliveries change. */
export function setWebhookTag(res: Response, webhook: WebhookRecord): void {
  res.setHeader("ETag", `"${versionOf(webhook)}.${fingerprint(JSON.stringify(webhook.stats)).slice(0, 16)}"`);
}

function versionOf(webhook: WebhookRecord): string {
  return fingerprint(JSON.stringify({ ...webhook, stats: null })).slice(0, 32);
}

/**
 * Changes a webhook, if it still has the version that the client knows.
 * @returns it before and after the change; null where there is none
 */
export async function changeMatching<T>(
  { db }: Pick<ApiContext, "db">,
  req: Request,
  scope: Scope,
  webhookId: string,
  change: (sql: Sql) => Promise<T | null>,
): Promise<{ readonly before: WebhookRecord; readonly after: T } | null> {
  return db.withTransaction(async (tx) => {
    const before = await lockWebhook(tx, scope, webhookId);
    if (before === null) return null;
    requireMatch(req, versionOf(before));
    const after = await change(tx);
    return after === null ? null : { before, after };
  });
}
