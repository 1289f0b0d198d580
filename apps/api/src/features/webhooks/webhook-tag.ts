import type { Request, Response } from "express";
import { lockWebhook, type Scope, type Sql, type WebhookRecord } from "@longhaul/db";
import { fingerprint } from "@longhaul/domain";
import type { ApiContext } from "../../context.ts";
import { requireMatch } from "../../http/etag.ts";

/** Says the version of a webhook: of its settings, for If-Match, and behind a dot of its figures, which deliveries change. */
export function setWebhookTag(res: Response, webhook: WebhookRecord): void {
  res.setHeader("ETag", `"${versionOf(webhook)}.${fingerprint(JSON.stringify(webhook.stats)).slice(0, 16)}"`);
}

function versionOf(webhook: WebhookRecord): string {
  return fingerprint(JSON.stringify({ ...webhook, stats: null })).slice(0, 32);
}

/** Changes a webhook, if it still has the version that the client knows. @returns null where there is none */
export async function changeMatching<T>(
  { db }: Pick<ApiContext, "db">,
  req: Request,
  scope: Scope,
  webhookId: string,
  change: (sql: Sql) => Promise<T>,
): Promise<T | null> {
  if (req.headers["if-match"] === undefined) return change(db);
  return db.withTransaction(async (tx) => {
    const webhook = await lockWebhook(tx, scope, webhookId);
    if (webhook === null) return null;
    requireMatch(req, versionOf(webhook));
    return change(tx);
  });
}
