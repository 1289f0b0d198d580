import { deliveryListQuerySchema, webhookListQuerySchema } from "@longhaul/contracts";
import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { CALLBACK_ENDPOINTS } from "./callback-endpoints.ts";
import { patchWebhook, rotateSecret } from "./change-webhook.ts";
import { QUEUED_DELIVERY as queued } from "./delivery-owners.ts";
import { getDelivery, listDeliveriesRoute } from "./find-deliveries.ts";
import { deleteWebhookRoute, getWebhook, listWebhooksRoute } from "./find-webhooks.ts";
import { registerWebhook } from "./register-webhook.ts";
import { recoverWebhook, redeliverRoute, testWebhook } from "./send-again.ts";
import { getSigningKeys } from "./signing-keys.ts";

const tag = "Webhooks";
const ALL = `${PROJECT}/async/webhooks`;
const ONE = `${ALL}/{webhookId}`;
const webhook = {
  200: { description: "the webhook, without its secret", schema: "Webhook", headers: ["ETag"] },
} as const;
const gone = { 200: { description: "the webhook as it was", schema: "Webhook" } } as const;

/** Endpoints of webhooks and their deliveries, of callbacks, and of what both are signed with. */
export const WEBHOOK_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "post",
    path: ALL,
    id: "registerWebhook",
    permission: "webhooks",
    tag,
    summary: "Register an address for events",
    description:
      "Deliveries are signed as Standard Webhooks says, with the secret that is given or with the project's Ed25519 key. Private addresses are refused. A project has at most 100.",
    body: "WebhookRequest",
    answers: { 201: { description: "registered", schema: "WebhookCreated", headers: ["Location"] } },
    faults: ["conflict"],
    handle: registerWebhook,
  }),
  defineEndpoint({
    method: "get",
    path: ALL,
    id: "listWebhooks",
    permission: "read",
    tag,
    summary: "List webhooks, newest first",
    description: "With figures of their deliveries.",
    query: webhookListQuerySchema,
    answers: { 200: { description: "one page", schema: "WebhookList" } },
    handle: listWebhooksRoute,
  }),
  defineEndpoint({
    method: "get",
    path: ONE,
    id: "getWebhook",
    permission: "read",
    tag,
    summary: "One webhook with its figures",
    description: "Without secrets, and without the values of headers that hold one.",
    answers: webhook,
    handle: getWebhook,
  }),
  defineEndpoint({
    method: "patch",
    path: ONE,
    id: "changeWebhook",
    permission: "webhooks",
    tag,
    summary: "Change, pause or re-activate a webhook",
    description: "`status` Active also re-enables one that was disabled; what waits goes to a changed address.",
    headers: ["If-Match"],
    body: "WebhookPatch",
    faults: ["precondition_failed"],
    answers: webhook,
    handle: patchWebhook,
  }),
  defineEndpoint({
    method: "delete",
    path: ONE,
    id: "deleteWebhook",
    permission: "webhooks",
    tag,
    summary: "Delete a webhook and its deliveries; answers what it was",
    description: "What is being sent to it is sent to its end.",
    headers: ["If-Match"],
    answers: gone,
    faults: ["precondition_failed"],
    handle: deleteWebhookRoute,
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/test`,
    id: "testWebhook",
    permission: "webhooks",
    tag,
    summary: "Send a test event",
    description: "An event `webhook.test`, delivered and recorded as any other.",
    answers: queued,
    faults: ["conflict"],
    handle: testWebhook,
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/rotate-secret`,
    id: "rotateSecret",
    permission: "webhooks",
    tag,
    summary: "Change the secret; each one before signs for 24 hours more, and the same again changes nothing",
    description: "Give receivers the new secret first: from then on deliveries bear signatures of both.",
    body: "RotateSecretRequest",
    answers: { 200: { description: "changed", schema: "SecretRotated" } },
    faults: ["conflict"],
    handle: rotateSecret,
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/recover`,
    id: "recoverDeliveries",
    permission: "webhooks",
    tag,
    summary: "Send again what failed of the deliveries created in a period",
    description:
      "After an outage of the receiver: under the same `webhook-id`, so that receivers recognise what they had.",
    body: "RecoverRequest",
    answers: { 202: { description: "how many are queued again", schema: "Recovered" } },
    faults: ["conflict"],
    handle: recoverWebhook,
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/deliveries`,
    id: "listDeliveries",
    permission: "read",
    tag,
    summary: "Deliveries with their attempts, newest first",
    description: "Each attempt with its time, duration, status and the beginning of the answer.",
    query: deliveryListQuerySchema,
    answers: { 200: { description: "one page", schema: "DeliveryList" } },
    handle: (ctx) => listDeliveriesRoute(ctx, "webhook"),
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/deliveries/{deliveryId}`,
    id: "getDelivery",
    permission: "read",
    tag,
    summary: "One delivery with its attempts",
    description: "Pending ones have the time of the next attempt.",
    answers: { 200: { description: "the delivery", schema: "Delivery" } },
    handle: (ctx) => getDelivery(ctx, "webhook"),
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/deliveries/{deliveryId}/redeliver`,
    id: "redeliver",
    permission: "webhooks",
    tag,
    summary: "Send the same event once more, under the same webhook-id",
    description: "Also of one that was delivered. Receivers recognise it by its `webhook-id`.",
    answers: queued,
    faults: ["conflict"],
    handle: (ctx) => redeliverRoute(ctx, "webhook"),
  }),
  ...CALLBACK_ENDPOINTS,
  defineEndpoint({
    method: "get",
    path: "/.well-known/webhook-keys/{tenantId}/{projectId}",
    id: "getSigningKeys",
    permission: "public",
    tag,
    summary: "Public keys of a project's signatures (v1a), the current one first",
    description: "Needs no token. Keep them: they change only when the operator changes the service's key.",
    answers: { 200: { description: "the keys", schema: "SigningKeys" } },
    faults: ["validation_failed"],
    handle: getSigningKeys,
  }),
];
