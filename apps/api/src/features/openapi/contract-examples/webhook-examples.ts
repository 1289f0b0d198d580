import type { ContractExample } from "./contract-example.ts";

/** The fields that the request of the examples sends and that the answer repeats. */
const EVENTS = [
  "operation.started",
  "operation.progress",
  "operation.phase.completed",
  "operation.completed",
  "operation.failed",
  "operation.cancelled",
];
const FILTERS = {
  operationTypes: ["ProcessMiningAnalysis", "DataEnrichment"],
  priorities: ["High", "Critical"],
  minProgressIncrement: 10,
};

export const WEBHOOK_EXAMPLES: readonly ContractExample[] = [
  [
    "WebhookRequest",
    {
      webhookUrl: "https://your-app.com/webhooks/async-operations",
      webhookName: "Main Operations Webhook",
      events: EVENTS,
      filters: FILTERS,
      authentication: {
        type: "hmac-sha256",
        secret: "your-webhook-secret-key",
      },
      retryPolicy: {
        maxRetries: 5,
        retryDelay: 60,
        backoffMultiplier: 2.0,
        maxDelay: 3600,
      },
      headers: {
        "X-Source": "mindzie-api",
        "X-Environment": "production",
      },
    },
  ],
  [
    "WebhookCreated",
    {
      webhookId: "wh-123e8400-e29b-41d4-a716-446655440000",
      webhookUrl: "https://your-app.com/webhooks/async-operations",
      webhookName: "Main Operations Webhook",
      status: "Active",
      eventsSubscribed: EVENTS,
      filters: FILTERS,
      createdAt: "2024-01-20T11:45:00Z",
      lastDelivery: null,
      deliveryStats: {
        totalDeliveries: 0,
        successfulDeliveries: 0,
        failedDeliveries: 0,
        averageResponseTime: null,
      },
    },
  ],
];
