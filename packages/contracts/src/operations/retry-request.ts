import { PRIORITIES, type Priority, type RetryPolicy } from "@longhaul/domain";
import Joi from "joi";
import { count, operationStatus, percentage, resources, time, words } from "../answer-parts.ts";
import { MAX_PARAMETERS, retryPolicySchema, timeoutSchema } from "./operation-request.ts";

export const RETRY_MODES = ["resume", "restart"] as const;

/** `resourceAllocation` inside `updatedParameters`: for the run, not for the phases. */
export interface ResourceAllocationBody {
  readonly cpuUnits?: number;
  readonly memoryGB?: number;
  readonly priority?: Priority;
}

/** Body of POST …/retry. */
export interface RetryBody {
  readonly retryMode: (typeof RETRY_MODES)[number];
  readonly retryReason?: string;
  readonly modifyParameters: boolean;
  /** A JSON Merge Patch over the operation's parameters. */
  readonly updatedParameters?: Record<string, unknown> & { readonly resourceAllocation?: ResourceAllocationBody };
  readonly retryPolicy?: RetryPolicy;
  readonly newTimeout?: number;
  readonly preserveOriginalResults: boolean;
}

export const retrySchema = Joi.object<RetryBody>({
  retryMode: Joi.string()
    .valid(...RETRY_MODES)
    .default("resume"),
  retryReason: Joi.string().max(2000).allow(""),
  modifyParameters: Joi.boolean().default(false),
  updatedParameters: Joi.object({
    resourceAllocation: Joi.object({
      cpuUnits: Joi.number().positive().max(256),
      memoryGB: Joi.number().positive().max(4096),
      priority: Joi.string().valid(...PRIORITIES),
    }),
  })
    .unknown(true)
    .max(MAX_PARAMETERS)
    .when("modifyParameters", {
      is: true,
      // oxlint-disable-next-line unicorn/no-thenable -- Joi's word for the branch
      then: Joi.required().messages({ "any.required": "is required when modifyParameters is true" }),
      otherwise: Joi.forbidden().messages({ "any.unknown": "needs modifyParameters: true" }),
    }),
  retryPolicy: retryPolicySchema,
  newTimeout: timeoutSchema,
  preserveOriginalResults: Joi.boolean().default(true),
}).default();

/** Query of POST …/retry. */
export const retryQuerySchema = Joi.object<{ readonly dryRun: boolean; readonly cascade: boolean }>({
  dryRun: Joi.boolean().default(false),
  cascade: Joi.boolean().default(false),
});

/** Answer of POST …/retry; a dry run has neither the new id nor a status. */
export const retryAcceptedSchema = Joi.object({
  originalOperationId: Joi.string().required(),
  newOperationId: Joi.string().max(64),
  retryMode: Joi.string()
    .valid(...RETRY_MODES)
    .required(),
  retryNumber: count.required(),
  resumeFromPhase: Joi.string().required(),
  status: operationStatus,
  estimatedDuration: words.required(),
  estimatedCompletion: time.required(),
  preservedResults: Joi.object({
    phasesPreserved: count.required(),
    recordsProcessed: count,
    progressSaved: percentage.required(),
  }).required(),
  resourcesAllocated: resources.required(),
  retryAttemptDate: time.required(),
});
