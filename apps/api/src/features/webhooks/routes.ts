import { Router } from "express";
import { createSecretBox } from "@longhaul/db";
import type { ApiContext } from "../../context.ts";
import { addRoute } from "../../http/add-route.ts";
import { getCallbackSigning, rotateCallbackSecret } from "./callback-signing.ts";
import { patchWebhook, rotateSecret } from "./change-webhook.ts";
import { OWNER_KINDS } from "./delivery-owners.ts";
import { getDelivery, listDeliveriesRoute } from "./find-deliveries.ts";
import { deleteWebhookRoute, getWebhook, listWebhooksRoute } from "./find-webhooks.ts";
import { registerWebhook } from "./register-webhook.ts";
import { recoverCallbacksRoute, recoverWebhook, redeliverRoute, testWebhook } from "./send-again.ts";

/** Routes of webhooks, below `/api/{tenantId}/{projectId}/async`. */
export function webhookRoutes(ctx: ApiContext): Router {
  const router = Router({ mergeParams: true });
  const secretBox = createSecretBox(ctx.config.secretsKeys);
  addRoute(router, "/webhooks", { get: listWebhooksRoute(ctx), post: registerWebhook(ctx, secretBox) });
  addRoute(router, "/webhooks/:webhookId", {
    get: getWebhook(ctx),
    patch: patchWebhook(ctx, secretBox),
    delete: deleteWebhookRoute(ctx),
  });
  addRoute(router, "/webhooks/:webhookId/test", { post: testWebhook(ctx) });
  addRoute(router, "/webhooks/:webhookId/rotate-secret", { post: rotateSecret(ctx, secretBox) });
  addRoute(router, "/webhooks/:webhookId/recover", { post: recoverWebhook(ctx) });
  for (const kind of ["webhook", "operation", "batch"] as const) {
    const { segment, parameter } = OWNER_KINDS[kind];
    const path = `/${segment}/:${parameter}/deliveries`;
    addRoute(router, path, { get: listDeliveriesRoute(ctx, kind) });
    addRoute(router, `${path}/:deliveryId`, { get: getDelivery(ctx, kind) });
    addRoute(router, `${path}/:deliveryId/redeliver`, { post: redeliverRoute(ctx, kind) });
  }
  addRoute(router, "/callbacks/recover", { post: recoverCallbacksRoute(ctx) });
  addRoute(router, "/callback-signing", { get: getCallbackSigning(ctx) });
  addRoute(router, "/callback-signing/rotate-secret", { post: rotateCallbackSecret(ctx, secretBox) });
  return router;
}
