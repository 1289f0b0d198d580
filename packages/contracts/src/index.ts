export { jsonPointer, validateBody, validateQuery, type Validated } from "./validation-faults.ts";
export {
  MAX_TIMEOUT_SEC,
  callbackUrlSchema,
  operationRequestSchema,
  retryPolicySchema,
  timeoutSchema,
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
export {
  datasetListQuerySchema,
  datasetMappingSchema,
  datasetNameSchema,
  type DatasetListQuery,
  type DatasetMapping,
} from "./datasets/dataset-request.ts";
export { datasetListSchema, datasetSchema } from "./datasets/dataset-answers.ts";
export {
  retryAcceptedSchema,
  retryQuerySchema,
  retrySchema,
  type ResourceAllocationBody,
  type RetryBody,
} from "./operations/retry-request.ts";
