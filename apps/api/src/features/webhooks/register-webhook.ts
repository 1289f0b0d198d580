import type { Request, Response } from "express";
import type { WebhookAuthentication, WebhookRequest } from "@longhaul/contracts";
import { createSecretBox, createWebhook, type SealedSecret, type SecretBox } from "@longhaul/db";
import { DomainError, newWebhookId } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { noteChange } from "../../context/note-change.ts";
import { presentCreatedWebhook, presentWebhook, webhookPath } from "./present-webhook.ts";

/** Every state change of a project looks at all its webhooks. */
const MOST_OF_PROJECT = 100;

/** POST …/async/webhooks: registers a webhook (201). */
export function registerWebhook(ctx: ApiContext) {
  const secretBox = createSecretBox(ctx.config.secretsKeys);
  return async (req: Request, res: Response, { body }: Given<unknown, WebhookRequest>): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const work = inTransaction(ctx, async (tx) => {
      const id = newWebhookId();
      const webhook = await createWebhook(
        tx,
        scope,
        {
          id,
          url: body.webhookUrl,
          name: body.webhookName,
          events: body.events,
          filters: body.filters,
          authType: body.authentication.type,
          secret: sealSecret(secretBox, id, body.authentication),
          retryPolicy: body.retryPolicy,
          headers: body.headers,
          createdBy: principalOf(req).subject,
        },
        MOST_OF_PROJECT,
        ctx.config.quotas,
      );
      if (webhook === null) {
        throw new DomainError("conflict", `the project has ${MOST_OF_PROJECT} webhooks already; delete one first`, {
          details: { limit: MOST_OF_PROJECT },
        });
      }
      const answer = presentCreatedWebhook(webhook);
      noteChange(res, null, presentWebhook(webhook));
      return {
        result: null,
        answer: { statusCode: 201, headers: { Location: webhookPath(scope, id) }, body: JSON.stringify(answer) },
      };
    });
    return runIdempotent(ctx, req, res, scope, work);
  };
}

/** The secret of a webhook encrypted, or null where the project's key signs. */
export function sealSecret(
  secretBox: SecretBox,
  webhookId: string,
  authentication: WebhookAuthentication,
): SealedSecret | null {
  return authentication.type === "hmac-sha256" ? secretBox.seal(authentication.secret, webhookId) : null;
}
