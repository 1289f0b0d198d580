import { randomUUID } from "node:crypto";
import type { Request, Response } from "express";
import type { RecoverBody } from "@longhaul/contracts";
import {
  createWebhookTestEvent,
  findWebhook,
  listDeliveries,
  recoverCallbacks,
  recoverDeliveries,
  redeliver,
  type DeliveryOwner,
  type Scope,
  type Sql,
  type StoredAnswer,
  type WebhookRecord,
} from "@longhaul/db";
import { DomainError, startOf, timeText } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { deliveryPath, ownerOf } from "./delivery-owners.ts";
import { presentDelivery } from "./present-webhook.ts";

/** POST …/async/webhooks/{webhookId}/test: one `webhook.test` event to an active webhook (202, the delivery). */
export function testWebhook(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const webhookId = pathParameter(req, "webhookId");
    return runIdempotent(ctx, req, res, scope, async (sql) => {
      const ids = { eventId: `evt-${randomUUID()}`, deliveryId: `dlv-${randomUUID()}` };
      if (!(await createWebhookTestEvent(sql, scope, webhookId, ids))) {
        const webhook = await getWebhookIn(sql, scope, webhookId);
        throw inactive(webhook);
      }
      return {
        result: null,
        answer: await deliveryAnswer(sql, scope, { kind: "webhook", id: webhookId }, ids.deliveryId),
      };
    });
  };
}

/** POST …/deliveries/{deliveryId}/redeliver: the same event once more, under the same `webhook-id` (202, the delivery). */
export function redeliverRoute(ctx: ApiContext, kind: DeliveryOwner["kind"]) {
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const owner = ownerOf(req, kind);
    const deliveryId = pathParameter(req, "deliveryId");
    return runIdempotent(ctx, req, res, scope, async (sql) => {
      if (!(await redeliver(sql, scope, owner, deliveryId))) {
        await deliveryAnswer(sql, scope, owner, deliveryId);
        const webhook = kind === "webhook" ? await getWebhookIn(sql, scope, owner.id) : null;
        if (webhook?.status === "Disabled") throw inactive(webhook);
        throw new DomainError("not_yet", "the delivery is being sent right now", {
          details: { status: "InFlight", retryAfterSec: 1 },
        });
      }
      return { result: null, answer: await deliveryAnswer(sql, scope, owner, deliveryId) };
    });
  };
}

/** POST …/async/webhooks/{webhookId}/recover: what failed of the deliveries created in a time is sent again (202). */
export function recoverWebhook(ctx: ApiContext) {
  return async (req: Request, res: Response, { body }: Given<unknown, RecoverBody>): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const webhookId = pathParameter(req, "webhookId");
    const { since, until } = rangeOf(body);
    return runIdempotent(ctx, req, res, scope, async (sql) => {
      const webhook = await getWebhookIn(sql, scope, webhookId);
      if (webhook.status === "Disabled") throw inactive(webhook);
      const answer = {
        webhookId,
        since: timeText(since),
        until: timeText(until),
        recoveredDeliveries: await recoverDeliveries(sql, scope, webhookId, { since, until }),
      };
      return { result: null, answer: { statusCode: 202, headers: {}, body: JSON.stringify(answer) } };
    });
  };
}

/** POST …/async/callbacks/recover: what failed of a project's callbacks created in a time is sent again (202). */
export function recoverCallbacksRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { body }: Given<unknown, RecoverBody>): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const range = rangeOf(body);
    return runIdempotent(ctx, req, res, scope, async (sql) => {
      const answer = {
        since: timeText(range.since),
        until: timeText(range.until),
        recoveredDeliveries: await recoverCallbacks(sql, scope, range),
      };
      return { result: null, answer: { statusCode: 202, headers: {}, body: JSON.stringify(answer) } };
    });
  };
}

function rangeOf(body: RecoverBody): { readonly since: Date; readonly until: Date } {
  const since = startOf(body.since);
  const until = body.until === undefined ? new Date() : startOf(body.until);
  if (until > since) return { since, until };
  throw new DomainError("validation_failed", "until must be after since", {
    errors: [{ pointer: "/until", detail: "must be after since" }],
  });
}

async function getWebhookIn(sql: Sql, scope: Scope, webhookId: string): Promise<WebhookRecord> {
  const webhook = await findWebhook(sql, scope, webhookId);
  if (webhook === null) throw notFound();
  return webhook;
}

function inactive({ status, disabledReason }: WebhookRecord): DomainError {
  return new DomainError("conflict", `the webhook is ${status}; set its status to Active first`, {
    details: { status, ...(disabledReason === null ? {} : { reason: disabledReason }) },
  });
}

async function deliveryAnswer(sql: Sql, scope: Scope, owner: DeliveryOwner, deliveryId: string): Promise<StoredAnswer> {
  const found = await listDeliveries(sql, scope, owner, { deliveryId }, { size: 1, offset: 0 });
  const [delivery] = found.deliveries;
  if (delivery === undefined) throw notFound();
  const answer = presentDelivery(delivery);
  return {
    statusCode: 202,
    headers: { Location: deliveryPath(scope, owner, deliveryId) },
    body: JSON.stringify(answer),
  };
}
