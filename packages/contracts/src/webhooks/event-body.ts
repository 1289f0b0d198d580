import { BATCH_STATUSES } from "@longhaul/domain";
import Joi from "joi";
import { datasetEventData } from "../datasets/dataset-answers.ts";
import { DATASET_WEBHOOK_EVENTS } from "./webhook-request.ts";
import { count, operationError, operationProgress, operationStatus, operationSubject, time } from "../answer-parts.ts";

/** Body of a webhook, a callback, or the `data` of a live event. `id` is the same in all attempts. */
const eventBody = (types: readonly string[], data: Joi.ObjectSchema): Joi.ObjectSchema =>
  Joi.object({
    id: Joi.string().required().description("the same in all attempts: ignore what came before"),
    type: Joi.string()
      .valid(...types)
      .required(),
    timestamp: time.required(),
    sequence: count.required().description("counts the events of one operation, batch or import"),
    data: data.required(),
  });

/** What happened to an operation, in the words of its status answer. @param types one event type or more */
export function operationEventSchema(types: readonly string[]): Joi.ObjectSchema {
  return eventBody(
    types,
    Joi.object({
      ...operationSubject,
      progress: Joi.object(operationProgress).required(),
      batchId: Joi.string(),
      operationKey: Joi.string(),
      startTime: time,
      endTime: time,
      // Of the end of a phase, of completions, failures and cancellations.
      phase: Joi.object({
        phaseName: Joi.string().required(),
        status: Joi.string().valid("Completed").required(),
        recordsProcessed: count,
      }),
      summary: Joi.object().unknown(true),
      error: operationError,
      reason: Joi.string().allow(""),
      cancelledBy: Joi.string(),
    }).unknown(true),
  );
}

/** What happened to a batch as a whole. */
export const batchEventSchema = eventBody(
  ["batch.started", "batch.completed"],
  Joi.object({
    batchId: Joi.string().required(),
    batchName: Joi.string().required(),
    status: Joi.string()
      .valid(...BATCH_STATUSES)
      .required(),
    totalOperations: count.required(),
    operations: Joi.array().items(
      Joi.object({
        operationKey: Joi.string().required(),
        operationId: Joi.string().required(),
        status: operationStatus.valid("Pending").required(),
      }),
    ),
    reason: Joi.string().allow(""),
    dateCreated: time.required(),
    batchStartTime: time,
    batchEndTime: time,
  }),
);

/** What happened to an import; webhooks get its end, live streams its progress, too. */
export const datasetEventSchema = eventBody(
  ["dataset.created", "dataset.progress", ...DATASET_WEBHOOK_EVENTS],
  datasetEventData,
);

/** The event that `POST …/webhooks/{webhookId}/test` sends. */
export const webhookTestEventSchema = eventBody(
  ["webhook.test"],
  Joi.object({
    webhookId: Joi.string().required(),
    webhookName: Joi.string().required(),
    status: Joi.string().required(),
  }),
);
