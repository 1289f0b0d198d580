export { verifyWebhook, type VerifyWebhookOptions, type WebhookHeaders } from "./verify-webhook.ts";
export type { WebhookEventBody } from "./webhook-event-body.ts";
export { WebhookVerificationError, type WebhookVerificationReason } from "./webhook-verification-error.ts";
export { createClient, type Client } from "./client/create-client.ts";
export type { ClientOptions, Ask, Transport } from "./client/transport.ts";
export { LonghaulError } from "./client/longhaul-error.ts";
export {
  OperationEnded,
  OperationHandle,
  type RetryPlan,
  type StartOperation,
  type Waiting,
} from "./client/operation-handle.ts";
export { BatchBuilder, BatchHandle, type BatchOptions } from "./client/batch-handle.ts";
export { ImportFailed, type Dataset, type Datasets, type UploadOptions } from "./client/datasets.ts";
export type { ListOptions } from "./client/list-pages.ts";
export { ScheduleHandle, type NewSchedule, type Schedules } from "./client/schedules.ts";
