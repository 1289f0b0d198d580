import { PRIORITIES, type AllowList, type Priority, type RetryPolicy } from "@longhaul/domain";
import Joi from "joi";
import { targetUrlSchema } from "../target-url.ts";

/** URLs called when something happens to one operation. */
export interface CallbacksBody {
  readonly onProgress?: string;
  readonly onCompletion?: string;
  readonly onError?: string;
}

/** People who are notified of an operation's end. */
export interface NotificationsBody {
  readonly email?: readonly string[];
  readonly slack?: { readonly channel: string; readonly mentionUsers?: readonly string[] };
}

/** Body of POST …/async/operation, defaults filled in. */
export interface OperationRequest {
  readonly operationType: string;
  readonly operationName: string;
  readonly operationDescription?: string;
  readonly priority: Priority;
  readonly parameters: Record<string, unknown>;
  readonly callbacks?: CallbacksBody;
  readonly notifications?: NotificationsBody;
  /** Seconds. */
  readonly timeout: number;
  readonly retryPolicy?: RetryPolicy;
}

const MAX_TIMEOUT_SEC = 7 * 86_400;
/** Keys of `parameters`, whatever the operation type. */
export const MAX_PARAMETERS = 1000;

function callbacksSchema(allowList: AllowList): Joi.ObjectSchema<CallbacksBody> {
  const url = targetUrlSchema(allowList);
  return Joi.object<CallbacksBody>({ onProgress: url, onCompletion: url, onError: url });
}

export const notificationsSchema = Joi.object<NotificationsBody>({
  email: Joi.array()
    .items(Joi.string().email({ tlds: false }).max(254))
    .max(50),
  slack: Joi.object({
    channel: Joi.string().min(1).max(100).required(),
    mentionUsers: Joi.array().items(Joi.string().min(1).max(100)).max(50),
  }),
});

export const retryPolicySchema = Joi.object<RetryPolicy>({
  maxRetries: Joi.number().integer().min(0).max(20).required(),
  retryDelay: Joi.number().min(0).max(86_400).default(60),
  backoffMultiplier: Joi.number().min(1).max(10).default(2),
});

export const timeoutSchema = Joi.number().integer().min(1).max(MAX_TIMEOUT_SEC);

/**
 * The request's own keys; `parameters` is judged by the operation type.
 * @param allowList private networks that callbacks may reach
 */
export function operationRequestSchema(
  types: readonly string[],
  allowList: AllowList,
): Joi.ObjectSchema<OperationRequest> {
  return Joi.object<OperationRequest>(operationKeys(types, allowList)).required();
}

/** The keys of an operation, alone or in a batch. */
export function operationKeys(types: readonly string[], allowList: AllowList) {
  return {
    operationType: Joi.string()
      .valid(...types)
      .required(),
    operationName: Joi.string().trim().min(1).max(200).required(),
    operationDescription: Joi.string().max(2000).allow(""),
    priority: Joi.string()
      .valid(...PRIORITIES)
      .default("Normal"),
    parameters: Joi.object().unknown(true).max(MAX_PARAMETERS).default({}),
    callbacks: callbacksSchema(allowList),
    notifications: notificationsSchema,
    timeout: timeoutSchema.default(3600),
    retryPolicy: retryPolicySchema,
  };
}
