import Joi from "joi";
import { endOfPeriod, moment, pageQuery, queryMoment } from "../request-parts.ts";
import { webhookSecretSchema } from "./webhook-request.ts";

export const DELIVERY_STATUSES = ["Pending", "InFlight", "Delivered", "Failed", "Superseded"] as const;

export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Query of GET …/async/webhooks. */
export interface WebhookListQuery {
  readonly status?: "Active" | "Paused" | "Disabled";
  readonly page: number;
  readonly pageSize: number;
}

export const webhookListQuerySchema = Joi.object<WebhookListQuery>({
  status: Joi.string().valid("Active", "Paused", "Disabled").insensitive(),
  ...pageQuery,
});

/** Query of GET …/deliveries; times are ISO 8601, `since` inclusive, `until` exclusive, on the time of creation. */
export interface DeliveryListQuery {
  readonly status?: DeliveryStatus;
  readonly eventType?: string;
  readonly operationId?: string;
  readonly since?: string;
  readonly until?: string;
  readonly page: number;
  readonly pageSize: number;
}

export const deliveryListQuerySchema = Joi.object<DeliveryListQuery>({
  status: Joi.string()
    .valid(...DELIVERY_STATUSES)
    .insensitive(),
  eventType: Joi.string().max(100),
  operationId: Joi.string().max(64),
  since: queryMoment,
  until: endOfPeriod(queryMoment, "since"),
  ...pageQuery,
});

/** Body of POST …/rotate-secret. */
export interface RotateSecretBody {
  readonly secret: string;
}

export const rotateSecretSchema = Joi.object<RotateSecretBody>({ secret: webhookSecretSchema.required() }).required();

/** Body of POST …/recover: failed deliveries created from `since` to before `until` are sent again. */
export interface RecoverBody {
  readonly since: string;
  readonly until?: string;
}

export const recoverSchema = Joi.object<RecoverBody>({
  since: moment.required(),
  until: endOfPeriod(moment, "since"),
}).required();
