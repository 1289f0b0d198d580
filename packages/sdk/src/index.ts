export { unwrapWebhook } from "./webhooks/unwrap-webhook.ts";
export { verifyWebhook } from "./webhooks/verify-webhook.ts";
export type { VerifyWebhookOptions, WebhookHeaders } from "./webhooks/signed-message.ts";
export type { WebhookEvent, WebhookEventBody } from "./webhooks/webhook-event.ts";
export { WebhookVerificationError, type WebhookVerificationReason } from "./webhooks/webhook-verification-error.ts";
export { createClient, type Client, type OperationFilters } from "./client/create-client.ts";
export type { ClientOptions, Ask, Transport } from "./client/transport.ts";
export { LonghaulError } from "./client/longhaul-error.ts";
export { OperationEnded, OperationHandle, type ResultsOptions, type Waiting } from "./client/operation-handle.ts";
export type { Artifact, OperationType, ParametersOf, ResultsOf, StartOperation } from "./client/start-operation.ts";
export type { WatchedEvent } from "./client/events.ts";
export type { AnalysedCase, CaseFilter } from "./client/cases.ts";
export type { RetryOutcome } from "./client/retry-all.ts";
export type { LogFilter } from "./client/logs.ts";
export {
  BatchBuilder,
  BatchHandle,
  type BatchOperation,
  type BatchOptions,
  type StartBatch,
} from "./client/batch-handle.ts";
export { ImportFailed, type Datasets, type UploadOptions } from "./client/datasets.ts";
export type { AuditEntry, AuditLog, AuditOptions, AuditVerdict } from "./client/audit.ts";
export type { ApiKeys } from "./client/api-keys.ts";
export type { Quotas } from "./client/quotas.ts";
export { ScheduleHandle, type NewSchedule, type Schedules } from "./client/schedules.ts";
export type { Webhooks } from "./client/webhooks.ts";
export type { ListOptions } from "./client/list-pages.ts";
export type * from "./generated/contract.ts";
