import Joi from "joi";
import { count, paging, time, words } from "../answer-parts.ts";
import { guid } from "../request-parts.ts";
import { DELIVERY_STATUSES } from "./webhook-queries.ts";
import { webhookEventTypeSchema } from "./webhook-request.ts";

const webhookKeys = {
  webhookId: Joi.string().pattern(/^wh-/).required(),
  webhookUrl: Joi.string().required(),
  webhookName: Joi.string().required(),
  status: Joi.string().valid("Active", "Paused", "Disabled").required(),
  eventsSubscribed: Joi.array().items(webhookEventTypeSchema).required(),
  filters: Joi.object({
    operationTypes: Joi.array().items(Joi.string()),
    priorities: Joi.array().items(Joi.string()),
    minProgressIncrement: count,
  }).required(),
  createdAt: time.required(),
  lastDelivery: time.required().allow(null),
  deliveryStats: Joi.object({
    totalDeliveries: count.required(),
    successfulDeliveries: count.required(),
    failedDeliveries: count.required(),
    averageResponseTime: words.required().allow(null),
  }).required(),
};

/** Answer of POST …/async/webhooks: the document's keys, no others. */
export const webhookCreatedSchema = Joi.object(webhookKeys);

/** A webhook as answered by GET, PATCH and DELETE, without its secret. */
export const webhookSchema = Joi.object({
  ...webhookKeys,
  authentication: Joi.object({
    type: Joi.string().valid("hmac-sha256", "ed25519").required(),
    previousSecretExpires: time,
  }).required(),
  retryPolicy: Joi.object({
    maxRetries: count.required(),
    retryDelay: Joi.number().required(),
    backoffMultiplier: Joi.number().required(),
    maxDelay: Joi.number().required(),
  }).required(),
  headers: Joi.object().pattern(Joi.string(), Joi.string()).required(),
  updatedAt: time.required(),
  disabledReason: words,
  failingSince: time,
  heldUntil: time.description("deliveries wait until then: its breaker is open, or the endpoint requested a pause"),
});

export const webhookListSchema = Joi.object({ webhooks: Joi.array().items(webhookSchema).required(), ...paging });

/** One delivery with all its attempts, in their order. */
export const deliverySchema = Joi.object({
  deliveryId: Joi.string().pattern(/^dlv-/).required(),
  eventId: Joi.string().required(),
  eventType: Joi.string().required(),
  callback: words,
  operationId: Joi.string(),
  batchId: Joi.string(),
  datasetId: guid,
  sequence: count.required(),
  status: Joi.string()
    .valid(...DELIVERY_STATUSES)
    .required(),
  createdAt: time.required(),
  nextAttemptAt: time,
  endedAt: time,
  attemptsMade: count.required(),
  maxAttempts: count.required(),
  lastStatusCode: count,
  lastError: words,
  attempts: Joi.array()
    .items(
      Joi.object({
        number: count.required(),
        time: time.required(),
        durationMs: count.required(),
        outcome: words.required(),
        statusCode: count,
        error: words,
        responseExcerpt: Joi.string().allow(""),
      }),
    )
    .required(),
});

export const deliveryListSchema = Joi.object({ deliveries: Joi.array().items(deliverySchema).required(), ...paging });

/** Answer of POST …/recover; without `webhookId` of callbacks. */
export const recoveredSchema = Joi.object({
  webhookId: Joi.string(),
  since: time.required(),
  until: time.required(),
  recoveredDeliveries: count.required(),
});

/** Answer of POST …/rotate-secret: until when the last secret that was replaced signs too, if one does. */
export const secretRotatedSchema = Joi.object({ webhookId: Joi.string().required(), previousSecretExpires: time });

/** Answer of GET …/callback-signing and of its rotate-secret: how a project's callbacks are signed, without secrets. */
export const callbackSigningSchema = Joi.object({
  publicKeys: Joi.array()
    .items(Joi.string().pattern(/^whpk_/))
    .min(1)
    .required(),
  hmacSecret: Joi.object({ changedAt: time.required(), previousSecretExpires: time }).allow(null).required(),
});

/** Answer of GET /.well-known/webhook-keys/{tenantId}/{projectId}: the current key first. */
export const signingKeysSchema = Joi.object({
  keys: Joi.array()
    .items(
      Joi.object({
        algorithm: Joi.string().valid("ed25519").required(),
        signatureVersion: Joi.string().valid("v1a").required(),
        publicKey: Joi.string()
          .pattern(/^whpk_/)
          .required(),
      }),
    )
    .min(1)
    .required(),
});
