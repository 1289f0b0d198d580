import { BATCH_STATUSES, type BatchStatus, type OperationStatus } from "@longhaul/domain";
import Joi from "joi";
import { apiPath, count, operationError, operationStatus, paging, percentage, time, words } from "../answer-parts.ts";
import type { OperationFailure } from "../operations/operation-answer-types.ts";

/** An operation in the view of its batch. Pending: its dependencies are open. */
export interface BatchOperationAnswer {
  readonly operationKey: string;
  readonly operationId: string;
  readonly status: OperationStatus | "Pending";
  readonly dependencies: readonly string[];
  readonly estimatedDuration?: string;
  readonly estimatedStartTime?: string;
  readonly operationName?: string;
  readonly operationType?: string;
  readonly progress?: number;
  readonly startTime?: string;
  readonly endTime?: string;
  readonly duration?: string;
  readonly reason?: string;
  readonly error?: OperationFailure;
}

/** Answer of POST …/async/batch, and of GET with the keys that are optional here. */
export interface BatchAnswer {
  readonly batchId: string;
  readonly batchName: string;
  readonly batchDescription?: string;
  readonly status: BatchStatus;
  readonly operations: readonly BatchOperationAnswer[];
  readonly totalOperations: number;
  readonly progress?: {
    readonly percentage: number;
    readonly pending: number;
    readonly running: number;
    readonly completed: number;
    readonly failed: number;
    readonly cancelled: number;
  };
  readonly estimatedBatchDuration?: string;
  readonly estimatedBatchCompletion?: string;
  readonly batchStartTime: string;
  readonly batchEndTime?: string;
  readonly duration?: string;
  readonly dateCreated?: string;
  readonly trackingUrl: string;
}

/** A batch as lists have it: without its operations. */
export type ListedBatch = Omit<
  BatchAnswer,
  "operations" | "estimatedBatchDuration" | "estimatedBatchCompletion" | "progress" | "dateCreated"
> &
  Required<Pick<BatchAnswer, "progress" | "dateCreated">>;

const operation = Joi.object<BatchOperationAnswer>({
  operationKey: Joi.string().required(),
  operationId: Joi.string().max(64).required(),
  status: operationStatus.valid("Pending").required(),
  dependencies: Joi.array().items(Joi.string()).required(),
  estimatedDuration: words,
  estimatedStartTime: time,
  operationName: Joi.string(),
  operationType: Joi.string(),
  progress: percentage,
  startTime: time,
  endTime: time,
  duration: words,
  reason: Joi.string(),
  error: operationError,
});

const progress = Joi.object({
  percentage: percentage.required(),
  pending: count.required(),
  running: count.required(),
  completed: count.required(),
  failed: count.required(),
  cancelled: count.required(),
});

const keys = {
  batchId: Joi.string().required(),
  batchName: Joi.string().required(),
  batchDescription: Joi.string().allow(""),
  status: Joi.string()
    .valid(...BATCH_STATUSES)
    .required(),
  totalOperations: count.required(),
  batchStartTime: time.required(),
  batchEndTime: time,
  duration: words,
  trackingUrl: apiPath.required(),
};

export const batchSchema = Joi.object<BatchAnswer>({
  ...keys,
  operations: Joi.array().items(operation).required(),
  progress,
  estimatedBatchDuration: words,
  estimatedBatchCompletion: time,
  dateCreated: time,
});

/** Answer of GET …/async/batches. */
export interface BatchListAnswer {
  readonly batches: readonly ListedBatch[];
  readonly page: number;
  readonly pageSize: number;
  readonly hasNextPage: boolean;
}

export const batchListSchema = Joi.object<BatchListAnswer>({
  batches: Joi.array()
    .items(Joi.object<ListedBatch>({ ...keys, progress: progress.required(), dateCreated: time.required() }))
    .required(),
  ...paging,
});

/** Answer of DELETE …/async/batch/{batchId}. */
export interface BatchCancelled {
  readonly batchId: string;
  readonly status: "Cancelled";
  readonly cancellationTime: string;
  readonly reason?: string;
  readonly operationsCancelled: number;
  readonly operationsCompleted: number;
  readonly cancelledBy: string;
}

export const batchCancelledSchema = Joi.object<BatchCancelled>({
  batchId: Joi.string().required(),
  status: Joi.string().valid("Cancelled").required(),
  cancellationTime: time.required(),
  reason: Joi.string().allow(""),
  operationsCancelled: count.required(),
  operationsCompleted: count.required(),
  cancelledBy: Joi.string().required(),
});
