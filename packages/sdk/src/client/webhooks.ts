import type {
  Delivery,
  DeliveryList,
  Recovered,
  RecoverRequest,
  SecretRotated,
  Webhook,
  WebhookCreated,
  WebhookList,
  WebhookPatch,
  WebhookRequest,
} from "../generated/contract.ts";
import { unwrapWebhook } from "../webhooks/unwrap-webhook.ts";
import { listPages, type ListOptions } from "./list-pages.ts";
import type { Waiting } from "./operation-handle.ts";
import type { Transport } from "./transport.ts";

/** Webhooks of the project, and their deliveries. */
export interface Webhooks {
  create(webhook: WebhookRequest, options?: Waiting & { readonly idempotencyKey?: string }): Promise<WebhookCreated>;
  get(webhookId: string, options?: Waiting): Promise<Webhook>;
  list(
    options?: ListOptions & { readonly status?: Webhook["status"] },
  ): AsyncGenerator<WebhookList["webhooks"][number]>;
  update(webhookId: string, change: WebhookPatch, options?: Waiting): Promise<Webhook>;
  delete(webhookId: string, options?: Waiting): Promise<void>;
  /** Sends a `webhook.test` event to the webhook. */
  test(webhookId: string, options?: Waiting): Promise<Delivery>;
  /** Changes the secret. Deliveries are signed with the old secret, too, for 24 hours. */
  rotateSecret(webhookId: string, secret: string, options?: Waiting): Promise<SecretRotated>;
  deliveries(
    webhookId: string,
    options?: ListOptions & { readonly status?: Delivery["status"] },
  ): AsyncGenerator<DeliveryList["deliveries"][number]>;
  redeliver(webhookId: string, deliveryId: string, options?: Waiting): Promise<Delivery>;
  /** Sends the failed deliveries of a period again. */
  recover(webhookId: string, period: RecoverRequest, options?: Waiting): Promise<Recovered>;
  /** Verifies a request that your endpoint received, and returns its event. */
  readonly unwrap: typeof unwrapWebhook;
}

/** @internal */
export function webhooksOf(transport: Transport): Webhooks {
  const root = "/async/webhooks";
  const pathOf = (webhookId: string, ...rest: readonly string[]): string =>
    [root, ...[webhookId, ...rest].map((part) => encodeURIComponent(part))].join("/");
  return {
    create: async (json, options = {}) => transport.json({ path: root, json, ...options }),
    get: async (id, { signal } = {}) => transport.json({ path: pathOf(id), signal }),
    list: (options = {}) => listPages(transport, root, options, "webhooks"),
    update: async (id, json, { signal } = {}) => transport.json({ method: "PATCH", path: pathOf(id), json, signal }),
    async delete(id, { signal } = {}) {
      await transport.send({ method: "DELETE", path: pathOf(id), signal });
    },
    test: async (id, { signal } = {}) => transport.json({ method: "POST", path: pathOf(id, "test"), signal }),
    rotateSecret: async (id, secret, { signal } = {}) =>
      transport.json({ path: pathOf(id, "rotate-secret"), json: { secret }, signal }),
    deliveries: (id, options = {}) => listPages(transport, pathOf(id, "deliveries"), options, "deliveries"),
    redeliver: async (id, deliveryId, { signal } = {}) =>
      transport.json({ method: "POST", path: pathOf(id, "deliveries", deliveryId, "redeliver"), signal }),
    recover: async (id, json, { signal } = {}) => transport.json({ path: pathOf(id, "recover"), json, signal }),
    unwrap: unwrapWebhook,
  };
}
