import { BATCH_STATUSES, type AllowList, type BatchStatus, type FailurePolicy } from "@longhaul/domain";
import Joi from "joi";
import { pageQuery } from "../request-parts.ts";
import { operationKeys, type OperationRequest } from "../operations/operation-request.ts";
import { targetUrlSchema } from "../target-url.ts";

export const MAX_BATCH_OPERATIONS = 1000;
const MAX_DEPENDENCIES = 100;

/** One operation of a batch; `operationKey` is how others of the batch name it. Its timeout begins when its dependencies are met. */
export interface BatchOperationBody extends OperationRequest {
  readonly operationKey?: string;
  readonly dependencies: readonly string[];
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
  readonly failurePolicy: FailurePolicy;
}

const operationKey = Joi.string().min(1).max(100);

/** One operation of a batch. */
export function batchOperationSchema(
  types: readonly string[],
  allowList: AllowList,
): Joi.ObjectSchema<BatchOperationBody> {
  return Joi.object<BatchOperationBody>({
    operationKey,
    ...operationKeys(types, allowList),
    dependencies: Joi.array().items(operationKey).unique().max(MAX_DEPENDENCIES).default([]),
  }).required();
}

/**
 * Schema of a batch request. It doesn't check keys and edges against each other, nor `parameters` against operation types.
 * @param allowList private networks that callbacks may reach
 * @param operation schema of each operation. The default takes any object, for a caller that checks operations one by one:
 *   checking a large batch at once takes too long
 */
export function batchRequestSchema(
  allowList: AllowList,
  operation: Joi.ObjectSchema<BatchOperationBody> = Joi.object<BatchOperationBody>().unknown(true),
): Joi.ObjectSchema<BatchRequest> {
  const url = targetUrlSchema(allowList);
  return Joi.object<BatchRequest>({
    batchName: Joi.string().trim().min(1).max(200).required(),
    batchDescription: Joi.string().max(2000).allow(""),
    operations: Joi.array().items(operation).min(1).max(MAX_BATCH_OPERATIONS).required(),
    batchCallbacks: Joi.object({
      onBatchStart: url,
      onOperationComplete: url,
      onBatchComplete: url,
    }),
    failurePolicy: Joi.object({
      stopOnFirstFailure: Joi.boolean().default(false),
      continueIndependentOperations: Joi.boolean().default(true),
      retryFailedOperations: Joi.boolean().default(false),
    }).default(),
  }).required();
}

/** Query of GET …/async/batches. */
export interface BatchListQuery {
  readonly status?: BatchStatus;
  readonly page: number;
  readonly pageSize: number;
}

export const batchListQuerySchema = Joi.object<BatchListQuery>({
  status: Joi.string()
    .valid(...BATCH_STATUSES)
    .insensitive(),
  ...pageQuery,
});

/** Query of GET …/batch/{batchId}/graph. */
export const batchGraphQuerySchema = Joi.object<{ readonly format: "svg" | "dot" }>({
  format: Joi.string().lowercase().valid("svg", "dot").default("svg"),
});
