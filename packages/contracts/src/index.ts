export { time } from "./answer-parts.ts";
export { findFigure, figureText, UNITS, type Figure } from "./figures/figure.ts";
export {
  FIGURE_TYPES,
  headlinesMarkdown,
  RESULT_FIGURES,
  SUMMARY_FIGURES,
  SUMMARY_WORDS,
  type FigureType,
} from "./figures/figures.ts";
export { checkSize, type SizeCheck } from "./check-size.ts";
export { OPEN, sizeBoundsOf, type SizeBounds } from "./size-bounds.ts";
export { MAX_FAULTS, shortenFaults } from "./shorten-faults.ts";
export { GUID_FAULT, endOfPeriod, guid, moment } from "./request-parts.ts";
export { validateBody, validateQuery, type Validated } from "./validation-faults.ts";
export {
  operationRequestSchema,
  type CallbacksBody,
  type NotificationsBody,
  type OperationRequest,
} from "./operations/operation-request.ts";
export {
  cancelSchema,
  listQuerySchema,
  resultsQuerySchema,
  type CancelBody,
  type ListQuery,
  type ResultsQuery,
} from "./operations/operation-queries.ts";
export {
  operationAcceptedSchema,
  operationCancelledSchema,
  operationListSchema,
  operationResultsSchema,
  operationStatusSchema,
} from "./operations/operation-answers.ts";
export { queueSchema, type WaitingFor } from "./operations/queue-answers.ts";
export {
  operationDetailsSchema,
  type OperationDetails,
  type OperationRun,
  type UsageSample,
} from "./operations/operation-details.ts";
export { casesQuerySchema, casesSchema, type CasesQuery } from "./operations/operation-cases.ts";
export {
  logEntrySchema,
  logsQuerySchema,
  logsSchema,
  logStreamQuerySchema,
  type LogsQuery,
  type LogStreamQuery,
} from "./operations/operation-logs.ts";
export {
  datasetCancelSchema,
  datasetEventsQuerySchema,
  datasetExportQuerySchema,
  datasetImportSchema,
  datasetListQuerySchema,
  datasetMappingSchema,
  datasetNameSchema,
  datasetRemapSchema,
  datasetRestoreSchema,
  datasetRowsQuerySchema,
  datasetVersionsQuerySchema,
  type DatasetCancel,
  type DatasetEventsQuery,
  type DatasetExportQuery,
  type DatasetImport,
  type DatasetListQuery,
  type DatasetMapping,
  type DatasetRemap,
  type DatasetRestore,
  type DatasetRowsQuery,
  type DatasetVersionsQuery,
} from "./datasets/dataset-request.ts";
export {
  datasetExportSchema,
  datasetListSchema,
  datasetPreviewSchema,
  datasetRowsSchema,
  datasetSchema,
  datasetVersionsSchema,
} from "./datasets/dataset-answers.ts";
export {
  retryAcceptedSchema,
  retryQuerySchema,
  retrySchema,
  type ResourceAllocationBody,
  type RetryBody,
} from "./operations/retry-request.ts";
export {
  DATASET_WEBHOOK_EVENTS,
  OPERATION_WEBHOOK_EVENTS,
  webhookEventTypeSchema,
  webhookPatchSchema,
  webhookRequestSchema,
  type WebhookAuthentication,
  type WebhookEventType,
  type WebhookFilters,
  type WebhookPatch,
  type WebhookRequest,
} from "./webhooks/webhook-request.ts";
export { isReservedHeader } from "./webhooks/reserved-header.ts";
export {
  deliveryListQuerySchema,
  recoverSchema,
  rotateSecretSchema,
  webhookListQuerySchema,
  type DeliveryListQuery,
  type DeliveryStatus,
  type RecoverBody,
  type RotateSecretBody,
  type WebhookListQuery,
} from "./webhooks/webhook-queries.ts";
export {
  callbackSigningSchema,
  deliveryListSchema,
  deliverySchema,
  recoveredSchema,
  secretRotatedSchema,
  signingKeysSchema,
  webhookCreatedSchema,
  webhookListSchema,
  webhookSchema,
} from "./webhooks/webhook-answers.ts";
export {
  batchEventSchema,
  datasetEventSchema,
  operationEventSchema,
  webhookTestEventSchema,
} from "./webhooks/event-body.ts";
export { jsonSchemaOf, type JsonSchema } from "./json-schema.ts";
export {
  MAX_BATCH_OPERATIONS,
  batchGraphQuerySchema,
  batchListQuerySchema,
  batchOperationSchema,
  batchRequestSchema,
  type BatchOperationBody,
  type BatchRequest,
  type BatchListQuery,
} from "./batches/batch-request.ts";
export {
  batchCancelledSchema,
  batchListSchema,
  batchSchema,
  type BatchAnswer,
  type BatchCancelled,
  type BatchOperationAnswer,
  type ListedBatch,
} from "./batches/batch-answers.ts";
export { ERROR_STATUS, problemSchema, type ErrorCode, type Problem } from "./problem.ts";
export {
  apiKeyCreatedSchema,
  apiKeyListQuerySchema,
  apiKeyListSchema,
  apiKeyRequestSchema,
  apiKeyRotationSchema,
  apiKeySchema,
  type ApiKeyRequest,
} from "./keys/api-keys.ts";
export { auditQuerySchema, auditSchema, type AuditQuery } from "./audit/audit.ts";
export { quotaLimitSchema, quotaPatchSchema, quotasSchema, type QuotaPatch } from "./service/quotas.ts";
export { PERMISSIONS, ROLES, type Permission, type Role } from "./service/permissions.ts";
export { operationTypesSchema, pingSchema, startPageSchema } from "./service/service-answers.ts";
export type {
  CallbackFigures,
  NotificationFigures,
  ListedOperation,
  OperationAccepted,
  OperationCancelled,
  OperationExecution,
  OperationFailure,
  OperationListAnswer,
  OperationPhase,
  OperationProgress,
  OperationStatusAnswer,
  OperationWarning,
  ResourcesAllocated,
  ResourceUsageAnswer,
} from "./operations/operation-answer-types.ts";
export type {
  Artifact,
  OperationResults,
  PerformanceFigures,
  PhaseResult,
  Recommendation,
} from "./operations/results-answer-types.ts";
export {
  schedulePatchSchema,
  scheduleRequestSchema,
  type Overlap,
  type ScheduledRequest,
  type SchedulePatch,
  type ScheduleRequest,
} from "./schedules/schedule-request.ts";
export {
  runListQuerySchema,
  scheduleListQuerySchema,
  scheduleQuerySchema,
  type RunListQuery,
  type RunStatus,
  type ScheduleListQuery,
  type ScheduleStatus,
} from "./schedules/schedule-queries.ts";
export { runListSchema, scheduleListSchema, scheduleRunSchema, scheduleSchema } from "./schedules/schedule-answers.ts";
export type { ListedSchedule, ScheduleAnswer, ScheduleRunAnswer } from "./schedules/schedule-answer-types.ts";
export { targetUrlSchema } from "./target-url.ts";
