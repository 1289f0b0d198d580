import Joi from "joi";
import { paging, time, words } from "../answer-parts.ts";
import { guid, pageQuery } from "../request-parts.ts";
import { PERMISSIONS, type Permission } from "../service/permissions.ts";

/** Body of POST …/async/api-keys, defaults filled in. */
export interface ApiKeyRequest {
  readonly keyName: string;
  readonly permissions: readonly Permission[];
  /** Absent: the project of the path. */
  readonly projects?: readonly string[] | "*";
  readonly expiresInDays: number;
}

export const apiKeyRequestSchema = Joi.object<ApiKeyRequest>({
  keyName: Joi.string().trim().min(1).max(200).required(),
  permissions: Joi.array()
    .items(Joi.string().valid(...PERMISSIONS))
    .min(1)
    .max(PERMISSIONS.length)
    .unique()
    .required()
    .description("none that you don't have yourself"),
  projects: Joi.alternatives(Joi.array().items(guid).min(1).max(100), Joi.string().valid("*")).description(
    "none that you don't have yourself; `*` is all of the tenant's; without it the project of the path",
  ),
  expiresInDays: Joi.number().integer().min(1).max(366).default(90),
}).required();

/** Body of POST …/async/api-keys/{keyId}/rotate. */
export const apiKeyRotationSchema = Joi.object<{ readonly overlapHours: number }>({
  overlapHours: Joi.number()
    .integer()
    .min(0)
    .max(168)
    .default(24)
    .description("how long the previous secret stays valid; 0 ends it at once"),
}).default();

export const apiKeyListQuerySchema = Joi.object<{ readonly page: number; readonly pageSize: number }>(pageQuery);

const keys = {
  keyId: words.required(),
  keyName: words.required(),
  permissions: Joi.array()
    .items(Joi.string().valid(...PERMISSIONS))
    .required(),
  projects: Joi.alternatives(Joi.array().items(Joi.string()), Joi.string().valid("*")).required(),
  expires: time.required(),
  lastUsed: time.description("to ten minutes; absent for an unused key"),
  previousSecretExpires: time.description("until when the secret before the last rotation is valid"),
  createdBy: words.required(),
  dateCreated: time.required(),
};

/** A key, without its secret. */
export const apiKeySchema = Joi.object(keys);

/** A new key with its secret, which no other answer has. */
export const apiKeyCreatedSchema = Joi.object({
  ...keys,
  apiKey: Joi.string().description("the key itself, shown once: not when an `Idempotency-Key` repeats the request"),
});

export const apiKeyListSchema = Joi.object({
  apiKeys: Joi.array().items(apiKeySchema).required(),
  ...paging,
});
