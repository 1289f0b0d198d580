import { PRIORITIES, type AllowList, type Priority, type RetryPolicy } from "@longhaul/domain";
import Joi from "joi";
import { isReservedHeader } from "./reserved-header.ts";
import { targetUrlSchema } from "../target-url.ts";

/** Ends of imports that a webhook can subscribe to. */
export const DATASET_WEBHOOK_EVENTS = ["dataset.ready", "dataset.failed", "dataset.cancelled"] as const;

/** Events of operations that a webhook can subscribe to: those that it gets unless it says otherwise. */
export const OPERATION_WEBHOOK_EVENTS = [
  "operation.started",
  "operation.progress",
  "operation.phase.completed",
  "operation.completed",
  "operation.failed",
  "operation.cancelled",
] as const;

/** Events that a webhook can subscribe to. */
export const WEBHOOK_EVENTS = [...OPERATION_WEBHOOK_EVENTS, ...DATASET_WEBHOOK_EVENTS] as const;

export type WebhookEventType = (typeof WEBHOOK_EVENTS)[number];

/** Which events of which operations a webhook wants; an absent or empty list means all. Imports aren't filtered. */
export interface WebhookFilters {
  readonly operationTypes?: readonly string[];
  readonly priorities?: readonly Priority[];
  /** Points of progress since the last progress event for the same operation. */
  readonly minProgressIncrement: number;
}

/** How deliveries are signed: with a secret of the webhook (HMAC-SHA256), or with the project's key (Ed25519). */
export type WebhookAuthentication =
  | { readonly type: "hmac-sha256"; readonly secret: string }
  | { readonly type: "ed25519" };

/** Body of POST …/async/webhooks, defaults filled in. */
export interface WebhookRequest {
  readonly webhookUrl: string;
  readonly webhookName: string;
  readonly events: readonly WebhookEventType[];
  readonly filters: WebhookFilters;
  readonly authentication: WebhookAuthentication;
  readonly retryPolicy: Required<RetryPolicy>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Body of PATCH …/async/webhooks/{webhookId}; what is absent stays as it is, what is given replaces the whole value. */
export type WebhookPatch = Partial<WebhookRequest> & {
  /** `Active` also re-enables a webhook that was disabled; `Paused` keeps its deliveries waiting. */
  readonly status?: "Active" | "Paused";
};

const MAX_HEADERS = 20;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
/** Visible ASCII with spaces inside: what every HTTP stack passes on as it is. */
const HEADER_VALUE = /^[\x21-\x7e](?:[\x20-\x7e]{0,998}[\x21-\x7e])?$/;

export const webhookEventTypeSchema = Joi.string().valid(...WEBHOOK_EVENTS);

const events = Joi.array<readonly WebhookEventType[]>()
  .items(webhookEventTypeSchema)
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .unique();

const filters = (types: readonly string[]): Joi.ObjectSchema<WebhookFilters> =>
  Joi.object<WebhookFilters>({
    operationTypes: Joi.array()
      .items(Joi.string().valid(...types))
      .max(types.length)
      .unique(),
    priorities: Joi.array()
      .items(Joi.string().valid(...PRIORITIES))
      .max(PRIORITIES.length)
      .unique(),
    minProgressIncrement: Joi.number().integer().min(1).max(100).default(1),
  });

const withoutPadding = (base64: string): string => base64.replace(/(?<!=)=+$/, "");

/** A secret; one that starts `whsec_` is base64 (Standard Webhooks), any other is taken as its UTF-8 bytes. */
export const webhookSecretSchema = Joi.string()
  .min(8)
  .max(512)
  .custom((value: string, helpers) => {
    if (!value.startsWith("whsec_")) return value;
    const text = value.slice("whsec_".length);
    const bytes = Buffer.from(text, "base64");
    const isBase64 = withoutPadding(bytes.toString("base64")) === withoutPadding(text);
    return isBase64 && bytes.length >= 16 ? value : helpers.error("secret.whsec");
  })
  .messages({ "secret.whsec": "{#label} starts with whsec_, so the rest must be base64 of at least 16 bytes" });

const authentication = Joi.object<WebhookAuthentication>({
  type: Joi.string().valid("hmac-sha256", "ed25519").required(),
  secret: webhookSecretSchema.when("type", {
    is: "hmac-sha256",
    // oxlint-disable-next-line unicorn/no-thenable -- a key of Joi's
    then: Joi.required(),
    otherwise: Joi.forbidden(),
  }),
});

const retryPolicy = Joi.object<Required<RetryPolicy>>({
  maxRetries: Joi.number().integer().min(0).max(20).default(5),
  retryDelay: Joi.number().min(0).max(86_400).default(60),
  backoffMultiplier: Joi.number().min(1).max(10).default(2),
  maxDelay: Joi.number().min(0).max(86_400).default(3600),
});

const headers = Joi.object<Record<string, string>>()
  .pattern(
    Joi.string().pattern(HEADER_NAME).max(100),
    Joi.string().pattern(HEADER_VALUE).max(1000).messages({ "string.pattern.base": "{#label} must be visible ASCII" }),
  )
  .max(MAX_HEADERS)
  .custom((value: Record<string, string>, helpers) => {
    const reserved = Object.keys(value).filter(isReservedHeader);
    return reserved.length === 0 ? value : helpers.error("headers.reserved", { reserved: reserved.join(", ") });
  })
  .messages({ "headers.reserved": "{#label} must not set {#reserved}: reserved or hop-by-hop" });

const name = Joi.string().trim().min(1).max(200);

/**
 * @param types operation types that may be filtered for
 * @param allowList private networks that deliveries may reach
 */
export function webhookRequestSchema(types: readonly string[], allowList: AllowList): Joi.ObjectSchema<WebhookRequest> {
  return Joi.object<WebhookRequest>({
    webhookUrl: targetUrlSchema(allowList).required(),
    webhookName: name.default("Webhook"),
    events: events.default([...OPERATION_WEBHOOK_EVENTS]),
    filters: filters(types).default({ minProgressIncrement: 1 }),
    authentication: authentication.default({ type: "ed25519" }),
    retryPolicy: retryPolicy.default({ maxRetries: 5, retryDelay: 60, backoffMultiplier: 2, maxDelay: 3600 }),
    headers: headers.default({}),
  }).required();
}

/** Schema of a change, with the same parameters. */
export function webhookPatchSchema(types: readonly string[], allowList: AllowList): Joi.ObjectSchema<WebhookPatch> {
  return Joi.object<WebhookPatch>({
    webhookUrl: targetUrlSchema(allowList),
    webhookName: name,
    events,
    filters: filters(types),
    authentication,
    retryPolicy,
    headers,
    status: Joi.string().valid("Active", "Paused"),
  })
    .min(1)
    .required();
}
