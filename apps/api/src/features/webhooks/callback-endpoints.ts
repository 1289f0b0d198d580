import { deliveryListQuerySchema } from "@longhaul/contracts";
import { defineEndpoint, PROJECT, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { OWNER_KINDS, QUEUED_DELIVERY as queued } from "./delivery-owners.ts";
import { getDelivery, listDeliveriesRoute } from "./find-deliveries.ts";
import { recoverCallbacksRoute, redeliverRoute } from "./send-again.ts";
import { getCallbackSigning, rotateCallbackSecret } from "./callback-signing.ts";

const tag = "Webhooks";

/** Endpoints for the callback deliveries of an operation or a batch. */
const deliveriesOf = (kind: "operation" | "batch", of: "Operation" | "Batch"): Endpoint[] => {
  const { segment, parameter } = OWNER_KINDS[kind];
  const path = `${PROJECT}/async/${segment}/{${parameter}}/deliveries`;
  return [
    defineEndpoint({
      method: "get",
      path,
      id: `list${of}Deliveries`,
      permission: "read",
      tag,
      summary: "Deliveries of its callbacks with their attempts, newest first",
      description: "Each attempt with its time, duration, status and the beginning of the answer.",
      query: deliveryListQuerySchema,
      answers: { 200: { description: "one page", schema: "DeliveryList" } },
      handle: (ctx) => listDeliveriesRoute(ctx, kind),
    }),
    defineEndpoint({
      method: "get",
      path: `${path}/{deliveryId}`,
      id: `get${of}Delivery`,
      permission: "read",
      tag,
      summary: "One delivery of a callback with its attempts",
      description: "Pending ones have the time of the next attempt.",
      answers: { 200: { description: "the delivery", schema: "Delivery" } },
      handle: (ctx) => getDelivery(ctx, kind),
    }),
    defineEndpoint({
      method: "post",
      path: `${path}/{deliveryId}/redeliver`,
      id: `redeliver${of}Callback`,
      permission: "webhooks",
      tag,
      summary: "Send a callback once more, under the same webhook-id",
      description: "Receivers recognise it by its `webhook-id`.",
      answers: queued,
      faults: ["conflict"],
      handle: (ctx) => redeliverRoute(ctx, kind),
    }),
  ];
};

/** Endpoints for callback deliveries and callback signing. */
export const CALLBACK_ENDPOINTS: readonly Endpoint[] = [
  ...deliveriesOf("operation", "Operation"),
  ...deliveriesOf("batch", "Batch"),
  defineEndpoint({
    method: "post",
    path: `${PROJECT}/async/callbacks/recover`,
    id: "recoverCallbacks",
    permission: "webhooks",
    tag,
    summary: "Send again what failed of the callbacks created in a period",
    description: "Of all operations and batches of the project, under the same `webhook-id`.",
    body: "RecoverRequest",
    answers: { 202: { description: "how many are queued again", schema: "Recovered" } },
    handle: recoverCallbacksRoute,
  }),
  defineEndpoint({
    method: "get",
    path: `${PROJECT}/async/callback-signing`,
    id: "getCallbackSigning",
    permission: "admin",
    tag,
    summary: "How callbacks are signed",
    description: "Public keys verify `v1a` signatures; a secret, where there is one, `v1` and `X-Signature`.",
    answers: { 200: { description: "public keys, and whether there is a secret", schema: "CallbackSigning" } },
    handle: getCallbackSigning,
  }),
  defineEndpoint({
    method: "post",
    path: `${PROJECT}/async/callback-signing/rotate-secret`,
    id: "rotateCallbackSecret",
    permission: "admin",
    tag,
    summary: "Give callbacks a secret, or change it",
    description: "The previous one signs for 24 hours more. No answer has it again.",
    body: "RotateSecretRequest",
    answers: { 200: { description: "changed", schema: "CallbackSigning" } },
    handle: rotateCallbackSecret,
  }),
];
