import { OPERATION_STATUSES, PHASE_STATUSES, PRIORITIES } from "@longhaul/domain";
import Joi from "joi";

/** Pieces that response schemas are made of. Responses are checked outside production only. */
export const time = Joi.string().pattern(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
export const words = Joi.string().min(1);
export const count = Joi.number().integer().min(0);
/** Which page of a list it is, and whether there is another. */
export const paging = { page: count.required(), pageSize: count.required(), hasNextPage: Joi.boolean().required() };
export const percentage = Joi.number().integer().min(0).max(100);
export const priority = Joi.string().valid(...PRIORITIES);
export const operationStatus = Joi.string().valid(...OPERATION_STATUSES);
export const phaseStatus = Joi.string().valid(...PHASE_STATUSES);
/** A path of this API, from its root. */
export const apiPath = Joi.string().pattern(/^\/api\/\S+$/);
export const money = Joi.string().pattern(/^\$\d+\.\d{2}$/);

export const resources = Joi.object({
  cpuUnits: Joi.number().positive().required(),
  memoryGB: Joi.number().positive().required(),
  estimatedCost: money,
});

export const operationError = Joi.object({
  code: Joi.string().required(),
  message: Joi.string().required(),
  phase: Joi.string(),
  details: Joi.any(),
});

/** What a status answer and an event both say of an operation itself. */
export const operationSubject = {
  operationId: Joi.string().required(),
  operationType: Joi.string().required(),
  operationName: Joi.string().required(),
  status: operationStatus.required(),
  priority: priority.required(),
  dateCreated: time.required(),
  timeoutAt: time,
};

/** What both say of how far an operation has come. */
export const operationProgress = {
  percentage: percentage.required(),
  currentPhase: Joi.string(),
  phasesCompleted: count.required(),
  totalPhases: count.required(),
};

export const execution = Joi.object({
  executionId: Joi.string().required(),
  workerNode: Joi.string(),
  resourceUsage: Joi.object({
    cpuUsage: Joi.number().min(0),
    memoryUsage: words,
    diskUsage: words,
    networkIO: words.description(
      "bytes that the operation's processes moved to and from storage, database and network, over all phases and attempts; 0 B where there were none",
    ),
  }),
  processedRecords: count,
  totalRecords: count,
  processingRate: words,
});

/** A phase of a status answer; the type of the operation adds keys of its own. */
export const phase = Joi.object({
  phaseName: Joi.string().required(),
  status: phaseStatus.required(),
  startTime: time,
  endTime: time,
  duration: words,
  recordsProcessed: count,
  progress: percentage,
  currentActivity: words,
  estimatedStartTime: time,
  estimatedDuration: words,
}).unknown(true);
