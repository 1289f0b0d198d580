import type { DeliveryRecord, Scope, WebhookRecord } from "@longhaul/db";
import { timeText } from "@longhaul/domain";

/** Where a webhook is. */
export function webhookPath(scope: Scope, webhookId: string): string {
  return `/api/${scope.tenantId}/${scope.projectId}/async/webhooks/${webhookId}`;
}

/** A webhook as the answer of its registration: the document's keys. */
export function presentCreatedWebhook(webhook: WebhookRecord): Record<string, unknown> {
  const { successful, failed, averageResponseMs, lastEndedAt } = webhook.stats;
  return {
    webhookId: webhook.id,
    webhookUrl: webhook.url,
    webhookName: webhook.name,
    status: webhook.status,
    eventsSubscribed: webhook.events,
    filters: webhook.filters,
    createdAt: timeText(webhook.createdAt),
    lastDelivery: lastEndedAt === null ? null : timeText(lastEndedAt),
    deliveryStats: {
      totalDeliveries: successful + failed,
      successfulDeliveries: successful,
      failedDeliveries: failed,
      averageResponseTime: averageResponseMs === null ? null : `${Math.round(averageResponseMs)} ms`,
    },
  };
}

/** A webhook with its settings. Its secret is never shown, and of headers that hold one only the name. */
export function presentWebhook(webhook: WebhookRecord): Record<string, unknown> {
  return {
    ...presentCreatedWebhook(webhook),
    authentication: {
      type: webhook.authType,
      ...(webhook.previousSecretExpires === null
        ? {}
        : { previousSecretExpires: timeText(webhook.previousSecretExpires) }),
    },
    retryPolicy: webhook.retryPolicy,
    headers: Object.fromEntries(
      Object.entries(webhook.headers).map(([name, value]) => [name, HOLDS_SECRET.test(name) ? "***" : value]),
    ),
    updatedAt: timeText(webhook.updatedAt),
    ...(webhook.disabledReason === null ? {} : { disabledReason: webhook.disabledReason }),
    ...(webhook.failingSince === null ? {} : { failingSince: timeText(webhook.failingSince) }),
    ...(webhook.heldUntil === null ? {} : { heldUntil: timeText(webhook.heldUntil) }),
  };
}

const HOLDS_SECRET = /auth|cookie|key|password|secret|token/i;

const CALLBACK = "callback:";

/** A delivery with its attempts. */
export function presentDelivery(delivery: DeliveryRecord): Record<string, unknown> {
  return {
    deliveryId: delivery.id,
    eventId: delivery.eventId,
    eventType: delivery.eventType,
    ...(delivery.destination.startsWith(CALLBACK) ? { callback: delivery.destination.slice(CALLBACK.length) } : {}),
    ...(delivery.operationId === null ? {} : { operationId: delivery.operationId }),
    ...(delivery.batchId === null ? {} : { batchId: delivery.batchId }),
    ...(delivery.datasetId === null ? {} : { datasetId: delivery.datasetId }),
    sequence: delivery.sequence,
    status: delivery.status,
    createdAt: timeText(delivery.createdAt),
    ...(delivery.status === "Pending" ? { nextAttemptAt: timeText(delivery.nextAttemptAt) } : {}),
    ...(delivery.endedAt === null ? {} : { endedAt: timeText(delivery.endedAt) }),
    attemptsMade: delivery.attemptsMade,
    maxAttempts: delivery.maxAttempts,
    ...(delivery.lastStatusCode === null ? {} : { lastStatusCode: delivery.lastStatusCode }),
    ...(delivery.lastError === null ? {} : { lastError: delivery.lastError }),
    attempts: delivery.attempts.map((attempt) => ({
      number: attempt.number,
      time: timeText(attempt.startedAt),
      durationMs: attempt.durationMs,
      outcome: attempt.outcome,
      ...(attempt.statusCode === null ? {} : { statusCode: attempt.statusCode }),
      ...(attempt.error === null ? {} : { error: attempt.error }),
      ...(attempt.responseExcerpt === null ? {} : { responseExcerpt: attempt.responseExcerpt }),
    })),
  };
}
