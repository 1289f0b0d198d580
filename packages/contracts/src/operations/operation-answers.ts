import Joi from "joi";
import {
  apiPath,
  count,
  execution,
  money,
  operationError,
  operationProgress,
  operationStatus,
  operationSubject,
  paging,
  percentage,
  phase,
  phaseStatus,
  priority,
  resources,
  time,
  words,
} from "../answer-parts.ts";
import type {
  OperationAccepted,
  OperationCancelled,
  OperationListAnswer,
  OperationStatusAnswer,
} from "./operation-answer-types.ts";
import { figuresMarkdown, SUMMARY_FIGURES, SUMMARY_WORDS, wordsMarkdown } from "../figures/figures.ts";
import { resultsMarkdown } from "../figures/results-markdown.ts";
import { waitingForSchema } from "./queue-answers.ts";
import type { OperationResults } from "./results-answer-types.ts";

/** The versions of datasets that an operation reads. */
const datasets = Joi.array()
  .items(
    Joi.object({ datasetId: Joi.string().guid().required(), datasetVersion: Joi.number().integer().min(1).required() }),
  )
  .min(1)
  .description("the versions that it reads, also in a retry: first of the dataset it works on, then of others");

/** Answer of POST …/async/operation. */
export const operationAcceptedSchema = Joi.object<OperationAccepted>({
  operationId: Joi.string().max(64).required(),
  operationType: Joi.string().required(),
  operationName: Joi.string().required(),
  status: Joi.string().valid("Initiated").required(),
  estimatedDuration: words.required(),
  estimatedCompletion: time.required(),
  trackingUrl: apiPath.required(),
  webhooksRegistered: count.required(),
  priority: priority.required(),
  dateCreated: time.required(),
  timeoutAt: time.required(),
  resourcesAllocated: resources.required(),
});

/** Answer of GET …/async/operation/{operationId}. */
export const operationStatusSchema = Joi.object<OperationStatusAnswer>({
  ...operationSubject,
  progress: Joi.object({
    ...operationProgress,
    startTime: time,
    elapsedTime: words,
    estimatedRemaining: words,
    estimatedCompletion: time,
  }).required(),
  execution,
  phases: Joi.array().items(phase).required(),
  callbacks: Joi.object({
    progressCallbacksSent: count.required(),
    lastProgressCallback: time,
    callbacksSuccessful: count.required(),
    callbacksFailed: count.required(),
  }),
  notifications: Joi.array().items(
    Joi.object({
      channel: Joi.string().valid("email", "slack").required(),
      status: Joi.string().valid("Pending", "Sent", "Failed", "Skipped").required(),
      attempts: count.required(),
      sentAt: time,
      reason: Joi.string(),
    }),
  ),
  error: operationError,
  warnings: Joi.array()
    .items(Joi.object({ phaseName: words, message: Joi.string().allow("").required(), time: time.required() }))
    .min(1)
    .description("the last ten warnings of its log, in their order; absent without any"),
  waitingFor: waitingForSchema,
  datasets,
  submittedBy: Joi.string().description("the subject of the token that it was started with"),
});

/** Answer of GET …/async/operations. */
export const operationListSchema = Joi.object<OperationListAnswer>({
  operations: Joi.array()
    .items(
      Joi.object({
        operationId: Joi.string().required(),
        operationType: Joi.string().required(),
        operationName: Joi.string().required(),
        status: operationStatus.required(),
        progress: percentage.required(),
        priority: priority.required(),
        startTime: time,
        endTime: time,
        duration: words,
        recordsProcessed: count,
        estimatedCompletion: time,
        currentPhase: Joi.string(),
        resourceUsage: Joi.object({ cpuUsage: Joi.number().min(0), memoryUsage: words }),
        execution,
        phases: Joi.array().items(phase),
      }),
    )
    .required(),
  summary: Joi.object({
    totalOperations: count.required(),
    running: count.required(),
    completed: count.required(),
    failed: count.required(),
    cancelled: count.required(),
    isPartial: Joi.boolean().description("of a `search` that finds more than 1,000: the newest of them are counted"),
  }).required(),
  ...paging,
});

/** Answer of DELETE …/async/operation/{operationId}. */
export const operationCancelledSchema = Joi.object<OperationCancelled>({
  operationId: Joi.string().required(),
  status: Joi.string().valid("Cancelled").required(),
  cancellationTime: time.required(),
  reason: Joi.string().allow(""),
  progressAtCancellation: percentage.required(),
  phaseAtCancellation: Joi.string(),
  partialResults: Joi.object({
    available: Joi.boolean().required(),
    completedPhases: count.required(),
    downloadUrls: Joi.array().items(Joi.string().uri()),
  }).required(),
  resourcesReleased: Joi.object({
    cpuUnits: Joi.number().positive().required(),
    memoryGB: Joi.number().positive().required(),
    costSaved: money,
  }).required(),
  cancelledBy: Joi.string().required(),
});

const RESULTS_DESCRIPTION = `what the phase found; its keys are the type's.\n\n${resultsMarkdown()}`;

/** Answer of GET …/results in every format but `download`. */
export const operationResultsSchema = Joi.object<OperationResults>({
  operationId: Joi.string().required(),
  operationType: Joi.string().required(),
  operationName: Joi.string().required(),
  status: operationStatus.required(),
  completionTime: time.required(),
  totalDuration: words.required(),
  success: Joi.boolean().required(),
  datasets,
  summary: Joi.object()
    .unknown(true)
    .required()
    .description(
      `the figures of the whole; which of them there are depends on the type:\n${figuresMarkdown(SUMMARY_FIGURES)}\n${wordsMarkdown(SUMMARY_WORDS)}`,
    ),
  phaseResults: Joi.array()
    .items(
      Joi.object({
        phaseName: Joi.string().required(),
        status: phaseStatus.required(),
        results: Joi.object().unknown(true).description(`with \`format=detailed\`: ${RESULTS_DESCRIPTION}`),
      }),
    )
    .required(),
  artifacts: Joi.array()
    .items(
      Joi.object({
        name: Joi.string().required(),
        type: Joi.string().required(),
        format: Joi.string().required(),
        size: words.required(),
        downloadUrl: Joi.string().uri().required(),
        description: Joi.string(),
      }),
    )
    .required(),
  performance: Joi.object({
    totalExecutionTime: words,
    resourceUtilization: Joi.object({
      averageCpuUsage: Joi.number().min(0),
      peakMemoryUsage: words,
      totalCpuHours: Joi.number().min(0),
      totalCost: money,
    }),
    throughput: words,
    efficiency: Joi.number().min(0),
  }).required(),
  recommendations: Joi.array()
    .items(
      Joi.object({
        category: Joi.string().required(),
        priority: Joi.string().valid("High", "Medium", "Low").required(),
        code: Joi.string().description("what is recommended, by a name that is the same in every language"),
        recommendation: Joi.string().required(),
        expectedImprovement: Joi.string(),
        effect: Joi.number().description("share of the mean cycle time saved, or of the events put right"),
        evidence: Joi.object()
          .unknown(true)
          .description("the figures behind it; keys end with the unit of their value"),
        compared: Joi.string().description("what was compared with what, and on how many cases"),
        assumed: Joi.string().description("what has to hold for the improvement to come"),
        refutedBy: Joi.string().description("what, if it is seen, says that it is wrong"),
      }),
    )
    .required(),
  error: operationError,
});
