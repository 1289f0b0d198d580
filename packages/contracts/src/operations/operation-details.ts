import { EXECUTION_OUTCOMES, OPERATION_STATUSES, type ExecutionOutcome, type OperationStatus } from "@longhaul/domain";
import Joi from "joi";
import { count, operationError, time, words } from "../answer-parts.ts";
import type { OperationFailure, TimeText } from "./operation-answer-types.ts";

/** Answer of GET …/operation/{operationId}/details: the request of an operation, and its history. */
export interface OperationDetails {
  readonly operationId: string;
  readonly operationDescription?: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly defaulted?: readonly string[];
  /** Seconds. */
  readonly timeout: number;
  readonly resources: { readonly cpuUnits: number; readonly memoryGB: number };
  readonly retryPolicy?: unknown;
  readonly callbacks?: unknown;
  readonly notifications?: unknown;
  readonly batch?: { readonly batchId: string; readonly operationKey?: string };
  readonly retryOf?: string;
  readonly retries?: readonly { readonly operationId: string; readonly status: OperationStatus }[];
  readonly attempts: { readonly failed: number; readonly workersLost: number; readonly next?: TimeText };
  readonly executions: readonly OperationRun[];
  readonly usage: readonly UsageSample[];
}

/** A worker's run of an operation. */
export interface OperationRun {
  readonly executionId: string;
  readonly workerNode?: string;
  readonly startTime?: TimeText;
  readonly endTime?: TimeText;
  readonly outcome: ExecutionOutcome | OperationStatus;
  readonly error?: OperationFailure;
}

/** What its phases used at a moment. */
export interface UsageSample {
  readonly seconds: number;
  readonly cpuUsage?: number;
  readonly memoryBytes: number;
}

export const operationDetailsSchema = Joi.object<OperationDetails>({
  operationId: Joi.string().required(),
  operationDescription: Joi.string().allow(""),
  parameters: Joi.object().unknown(true).required().description("completed by the defaults of its type"),
  defaulted: Joi.array()
    .items(Joi.string())
    .description("JSON pointers to what the request left out; absent if an older release accepted it"),
  timeout: count.required().description("seconds"),
  resources: Joi.object({
    cpuUnits: Joi.number().positive().required(),
    memoryGB: Joi.number().positive().required(),
  }).required(),
  retryPolicy: Joi.object().unknown(true),
  callbacks: Joi.object().unknown(true),
  notifications: Joi.object().unknown(true),
  batch: Joi.object({ batchId: Joi.string().required(), operationKey: words }),
  retryOf: Joi.string().description("the operation that it runs again"),
  retries: Joi.array()
    .items(
      Joi.object({
        operationId: Joi.string().required(),
        status: Joi.string()
          .valid(...OPERATION_STATUSES)
          .required(),
      }),
    )
    .min(1)
    .description("all retries of the operation that was the first, first to last"),
  attempts: Joi.object({
    failed: count.required().description("that the retry policy repeated"),
    workersLost: count.required(),
    next: time,
  }).required(),
  executions: Joi.array()
    .items(
      Joi.object({
        executionId: Joi.string().required(),
        workerNode: Joi.string(),
        startTime: time,
        endTime: time,
        outcome: Joi.string()
          .valid(...new Set([...EXECUTION_OUTCOMES, ...OPERATION_STATUSES]))
          .required(),
        error: operationError,
      }),
    )
    .required()
    .description("each worker's run of it, oldest first"),
  usage: Joi.array()
    .items(
      Joi.object({
        seconds: Joi.number().min(0).required().description("from its start"),
        cpuUsage: Joi.number().min(0).description("percent of its CPU units, since the last one"),
        memoryBytes: count.required(),
      }),
    )
    .required()
    .description("60 samples at most: the longer it runs, the further apart"),
});
