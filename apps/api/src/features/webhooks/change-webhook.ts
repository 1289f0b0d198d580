import type { Request, Response } from "express";
import type { WebhookPatch, RotateSecretBody } from "@longhaul/contracts";
import {
  createSecretBox,
  findWebhook,
  rotateWebhookSecret,
  updateWebhook,
  type SecretBox,
  type WebhookChanges,
} from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { noteChange } from "../../context/note-change.ts";
import { presentWebhook } from "./present-webhook.ts";
import { OVERLAP_SEC, lastEnd, refuseIfFull } from "./previous-secrets.ts";
import { sealSecret } from "./register-webhook.ts";
import { changeMatching, setWebhookTag } from "./webhook-tag.ts";

/** PATCH …/async/webhooks/{webhookId}: changes, pauses, re-activates. */
export function patchWebhook(ctx: ApiContext) {
  const secretBox = createSecretBox(ctx.config.secretsKeys);
  return async (req: Request, res: Response, { body }: Given<unknown, WebhookPatch>): Promise<void> => {
    const webhookId = pathParameter(req, "webhookId");
    const changes = toChanges(secretBox, webhookId, body);
    const scope = scopeOf(req);
    const changed = await changeMatching(ctx, req, scope, webhookId, (sql) =>
      updateWebhook(sql, scope, webhookId, changes),
    );
    if (changed === null) throw notFound();
    const answer = presentWebhook(changed.after);
    noteChange(res, presentWebhook(changed.before), answer);
    setWebhookTag(res, changed.after);
    res.json(answer);
  };
}

function toChanges(secretBox: SecretBox, webhookId: string, patch: WebhookPatch): WebhookChanges {
  const { webhookUrl, webhookName, events, filters, retryPolicy, headers, status, authentication } = patch;
  return {
    ...(webhookUrl === undefined ? {} : { url: webhookUrl }),
    ...(webhookName === undefined ? {} : { name: webhookName }),
    ...(events === undefined ? {} : { events }),
    ...(filters === undefined ? {} : { filters }),
    ...(retryPolicy === undefined ? {} : { retryPolicy }),
    ...(headers === undefined ? {} : { headers }),
    ...(status === undefined ? {} : { status }),
    ...(authentication === undefined
      ? {}
      : { authType: authentication.type, secret: sealSecret(secretBox, webhookId, authentication) }),
  };
}

/**
 * POST …/async/webhooks/{webhookId}/rotate-secret: from now on the given secret signs, and the one before for 24 h more,
 * however often it is rotated meanwhile. The secret that it has already changes nothing.
 */
export function rotateSecret(ctx: ApiContext) {
  const secretBox = createSecretBox(ctx.config.secretsKeys);
  return async (
    req: Request,
    res: Response,
    { body: { secret } }: Given<unknown, RotateSecretBody>,
  ): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const webhookId = pathParameter(req, "webhookId");
    return runIdempotent(ctx, req, res, scope, async (sql) => {
      const sealed = secretBox.seal(secret, webhookId);
      const rotation = await rotateWebhookSecret(sql, scope, webhookId, { secret: sealed, overlapSec: OVERLAP_SEC });
      if (rotation === null) {
        if ((await findWebhook(sql, scope, webhookId)) === null) throw notFound();
        throw new DomainError("conflict", "the webhook is signed with the project's key and has no secret to rotate");
      }
      refuseIfFull(rotation);
      const answer = { webhookId, ...lastEnd(rotation) };
      return { result: null, answer: { statusCode: 200, headers: {}, body: JSON.stringify(answer) } };
    });
  };
}
