import { DATASET_WEBHOOK_EVENTS, OPERATION_WEBHOOK_EVENTS, type JsonSchema } from "@longhaul/contracts";
import type { SchemaName } from "../../endpoints/named-schemas.ts";

/** A message that Longhaul posts to a client's URL. */
interface Message {
  readonly summary: string;
  readonly schema: SchemaName;
  /** The event types that are posted; all types of the schema when absent. */
  readonly types?: readonly string[];
}

/** Callback URLs of a request, each by its JSON pointer in the body. */
const CALLBACKS = {
  operation: {
    "/callbacks/onProgress": {
      summary: "The operation has gone on by five points or more",
      schema: "OperationEvent",
      types: ["operation.progress"],
    },
    "/callbacks/onCompletion": {
      summary: "The operation was completed, or cancelled without `notifyCallbacks: false`",
      schema: "OperationEvent",
      types: ["operation.completed", "operation.cancelled"],
    },
    "/callbacks/onError": {
      summary: "The operation failed, or its time was up",
      schema: "OperationEvent",
      types: ["operation.failed"],
    },
  },
  batch: {
    "/batchCallbacks/onBatchStart": {
      summary: "The first operation of the batch has started",
      schema: "BatchEvent",
      types: ["batch.started"],
    },
    "/batchCallbacks/onOperationComplete": {
      summary: "An operation of the batch has ended, in whatever way",
      schema: "OperationEvent",
      types: ["operation.completed", "operation.failed", "operation.cancelled"],
    },
    "/batchCallbacks/onBatchComplete": {
      summary: "The batch has ended",
      schema: "BatchEvent",
      types: ["batch.completed"],
    },
  },
} as const satisfies Record<string, Record<string, Message>>;

export type CallbackGroup = keyof typeof CALLBACKS;

const SIGNATURE_HEADERS = {
  "webhook-id": "the event's id: the same in all attempts",
  "webhook-timestamp": "when the attempt was made, in seconds since 1970",
  "webhook-signature": "`v1` (HMAC-SHA256) or `v1a` (Ed25519) over id, timestamp and body, as Standard Webhooks says",
  "X-Signature": "`sha256=` and the HMAC of the body alone in hex, where there is a secret",
};

/** Answers of a receiver: status, name of the OpenAPI component, meaning. */
const RECEIPTS = [
  ["2XX", "Received", "received"],
  ["410", "Gone", "gone for good: a webhook is disabled"],
  ["default", "NotReceived", "not received: the delivery is tried again, with growing delays"],
] as const;

/** The headers of all messages, as OpenAPI components. */
export const describeSignatureHeaders = (): JsonSchema =>
  Object.fromEntries(
    Object.entries(SIGNATURE_HEADERS).map(([name, description]) => [
      name,
      { name, in: "header", required: name !== "X-Signature", description, schema: { type: "string" } },
    ]),
  );

/** The answers of receivers, as OpenAPI components. */
export const describeReceipts = (): JsonSchema =>
  Object.fromEntries(RECEIPTS.map(([, name, description]) => [name, { description }]));

/** The events that webhooks get, by type. */
export function describeWebhooks(): JsonSchema {
  const messages = [
    ...OPERATION_WEBHOOK_EVENTS.map((type) => [type, "OperationEvent"] as const),
    ...DATASET_WEBHOOK_EVENTS.map((type) => [type, "DatasetEvent"] as const),
  ].map(([type, schema]) => [type, { summary: `Event ${type}`, schema, types: [type] }] as const);
  const test = ["webhook.test", { summary: "Event webhook.test, on demand", schema: "WebhookTestEvent" }] as const;
  return Object.fromEntries(
    [...messages, test].map(([type, message]) => {
      const { post } = pathItem(message);
      return [type, { post: { operationId: receiverName(type), ...post } }];
    }),
  );
}

/** `receiveOperationStarted` for `operation.started`. */
const receiverName = (type: string): string =>
  `receive${type
    .split(".")
    .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
    .join("")}`;

/** The callback URLs of a request and the messages posted to them. */
export function describeCallbacks(group: CallbackGroup): JsonSchema {
  return Object.fromEntries(
    Object.entries<Message>(CALLBACKS[group]).map(([pointer, message]) => [
      pointer.slice(pointer.lastIndexOf("/") + 1),
      { [`{$request.body#${pointer}}`]: pathItem(message) },
    ]),
  );
}

function pathItem({ summary, schema, types }: Message): { readonly post: JsonSchema } {
  const whole = { $ref: `#/components/schemas/${schema}` };
  return {
    post: {
      summary,
      tags: ["Events"],
      // Longhaul sends these requests, so they carry no token of this API.
      security: [],
      parameters: Object.keys(SIGNATURE_HEADERS).map((name) => ({ $ref: `#/components/parameters/${name}` })),
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: types === undefined ? whole : { allOf: [whole, { properties: { type: { enum: types } } }] },
          },
        },
      },
      responses: Object.fromEntries(
        RECEIPTS.map(([status, name]) => [status, { $ref: `#/components/responses/${name}` }]),
      ),
    },
  };
}
