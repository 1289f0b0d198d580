export { verifyWebhook, type VerifyWebhookOptions, type WebhookHeaders } from "./verify-webhook.ts";
export type { WebhookEventBody } from "./webhook-event-body.ts";
export { WebhookVerificationError, type WebhookVerificationReason } from "./webhook-verification-error.ts";
