import { PRIORITIES, type Priority, type RetryPolicy } from "@longhaul/domain";
import Joi from "joi";
import {
  callbacksSchema,
  callbackUrlSchema,
  notificationsSchema,
  retryPolicySchema,
  timeoutSchema,
  type CallbacksBody,
  type NotificationsBody,
} from "../operations/operation-request.ts";

export const MAX_BATCH_OPERATIONS = 1000;
export const MAX_DEPENDENCIES = 100;

/** One operation of a batch; `operationKey` is how others of the batch name it. */
export interface BatchOperationBody {
  readonly operationKey?: string;
  readonly operationType: string;
  readonly operationName: string;
  readonly operationDescription?: string;
  readonly priority: Priority;
  readonly dependencies: readonly string[];
  readonly parameters: Record<string, unknown>;
  readonly callbacks?: CallbacksBody;
  readonly notifications?: NotificationsBody;
  /** Seconds, from when its dependencies are met. */
  readonly timeout: number;
  readonly retryPolicy?: RetryPolicy;
}

/** Body of POST …/async/batch, defaults filled in. */
export interface BatchRequest {
  readonly batchName: string;
  readonly batchDescription?: string;
  readonly operations: readonly BatchOperationBody[];
  readonly batchCallbacks?: {
    readonly onBatchStart?: string;
    readonly onOperationComplete?: string;
    readonly onBatchComplete?: string;
  };
  readonly failurePolicy: {
    readonly stopOnFirstFailure: boolean;
    readonly continueIndependentOperations: boolean;
    readonly retryFailedOperations: boolean;
  };
}

const operationKey = Joi.string().min(1).max(100);

/** The batch's own rules; keys, edges and `parameters` are judged against each other and by the operation types. */
export function batchRequestSchema(types: readonly string[]): Joi.ObjectSchema<BatchRequest> {
  const operation = Joi.object<BatchOperationBody>({
    operationKey,
    operationType: Joi.string()
      .valid(...types)
      .required(),
    operationName: Joi.string().trim().min(1).max(200).required(),
    operationDescription: Joi.string().max(2000).allow(""),
    priority: Joi.string()
      .valid(...PRIORITIES)
      .default("Normal"),
    dependencies: Joi.array().items(operationKey).unique().max(MAX_DEPENDENCIES).default([]),
    parameters: Joi.object().unknown(true).default({}),
    callbacks: callbacksSchema,
    notifications: notificationsSchema,
    timeout: timeoutSchema.default(3600),
    retryPolicy: retryPolicySchema,
  });
  return Joi.object<BatchRequest>({
    batchName: Joi.string().trim().min(1).max(200).required(),
    batchDescription: Joi.string().max(2000).allow(""),
    operations: Joi.array().items(operation).min(1).max(MAX_BATCH_OPERATIONS).required(),
    batchCallbacks: Joi.object({
      onBatchStart: callbackUrlSchema,
      onOperationComplete: callbackUrlSchema,
      onBatchComplete: callbackUrlSchema,
    }),
    failurePolicy: Joi.object({
      stopOnFirstFailure: Joi.boolean().default(false),
      continueIndependentOperations: Joi.boolean().default(true),
      retryFailedOperations: Joi.boolean().default(false),
    }).default(),
  }).required();
}

/** Query of GET …/batch/{batchId}/graph. */
export const batchGraphQuerySchema = Joi.object<{ readonly format: "svg" | "dot" }>({
  format: Joi.string().lowercase().valid("svg", "dot").default("svg"),
});
