import type { Request, Response } from "express";
import type { WebhookListQuery } from "@longhaul/contracts";
import { deleteWebhook, findWebhook, listWebhooks } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { pageOf } from "../../http/page-of.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { noteChange } from "../../context/note-change.ts";
import { presentWebhook } from "./present-webhook.ts";
import { changeMatching, setWebhookTag } from "./webhook-tag.ts";

/** GET …/async/webhooks: one page, newest first. */
export function listWebhooksRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<WebhookListQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const { paging, wanted } = pageOf(query);
    const { webhooks, hasNextPage } = await listWebhooks(ctx.db, scope, wanted);
    const answer = { webhooks: webhooks.map(presentWebhook), ...paging, hasNextPage };
    res.json(answer);
  };
}

/** GET …/async/webhooks/{webhookId}. */
export function getWebhook(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const webhook = await findWebhook(ctx.db, scopeOf(req), pathParameter(req, "webhookId"));
    if (webhook === null) throw notFound();
    setWebhookTag(res, webhook);
    res.json(presentWebhook(webhook));
  };
}

/** DELETE …/async/webhooks/{webhookId}: deletes the webhook and its deliveries, and answers the webhook as it was. */
export function deleteWebhookRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const webhookId = pathParameter(req, "webhookId");
    const deleted = await changeMatching(ctx, req, scope, webhookId, (sql) => deleteWebhook(sql, scope, webhookId));
    if (deleted === null) throw notFound();
    const answer = presentWebhook(deleted.after);
    noteChange(res, answer, null);
    res.json(answer);
  };
}
