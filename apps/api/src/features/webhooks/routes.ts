import type { Router } from "express";
import { createSecretBox } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";
import { projectRouter } from "../../http/project-router.ts";
import { getCallbackSigning, rotateCallbackSecret } from "./callback-signing.ts";
import { patchWebhook, rotateSecret } from "./change-webhook.ts";
import { OWNER_KINDS } from "./delivery-owners.ts";
import { getDelivery, listDeliveriesRoute } from "./find-deliveries.ts";
import { deleteWebhookRoute, getWebhook, listWebhooksRoute } from "./find-webhooks.ts";
import { registerWebhook } from "./register-webhook.ts";
import { recoverCallbacksRoute, recoverWebhook, redeliverRoute, testWebhook } from "./send-again.ts";

/** Routes of webhooks, below `/api/{tenantId}/{projectId}/async`. */
export function webhookRoutes(ctx: ApiContext): Router {
  const { router, add } = projectRouter(ctx, "/async");
  const secretBox = createSecretBox(ctx.config.secretsKeys);
  add("/webhooks", { get: listWebhooksRoute(ctx), post: registerWebhook(ctx, secretBox) });
  add("/webhooks/:webhookId", {
    get: getWebhook(ctx),
    patch: patchWebhook(ctx, secretBox),
    delete: deleteWebhookRoute(ctx),
  });
  add("/webhooks/:webhookId/test", { post: testWebhook(ctx) });
  add("/webhooks/:webhookId/rotate-secret", { post: rotateSecret(ctx, secretBox) });
  add("/webhooks/:webhookId/recover", { post: recoverWebhook(ctx) });
  for (const kind of ["webhook", "operation", "batch"] as const) {
    const { segment, parameter } = OWNER_KINDS[kind];
    const path = `/${segment}/:${parameter}/deliveries`;
    add(path, { get: listDeliveriesRoute(ctx, kind) });
    add(`${path}/:deliveryId`, { get: getDelivery(ctx, kind) });
    add(`${path}/:deliveryId/redeliver`, { post: redeliverRoute(ctx, kind) });
  }
  add("/callbacks/recover", { post: recoverCallbacksRoute(ctx) });
  add("/callback-signing", { get: getCallbackSigning(ctx) });
  add("/callback-signing/rotate-secret", { post: rotateCallbackSecret(ctx, secretBox) });
  return router;
}
