/** A webhook as the API tells it. */
export interface Webhook {
  readonly webhookId: string;
  readonly webhookUrl: string;
  readonly webhookName: string;
  readonly status: "Active" | "Paused" | "Disabled";
  readonly eventsSubscribed: readonly string[];
  readonly lastDelivery: string | null;
  readonly deliveryStats: {
    readonly totalDeliveries: number;
    readonly successfulDeliveries: number;
    readonly failedDeliveries: number;
    readonly averageResponseTime: string | null;
  };
  readonly disabledReason?: string;
  readonly failingSince?: string;
  readonly createdAt: string;
}

export interface Delivery {
  readonly deliveryId: string;
  readonly eventType: string;
  readonly operationId?: string;
  readonly status: "Pending" | "InFlight" | "Delivered" | "Failed" | "Superseded";
  readonly createdAt: string;
  readonly nextAttemptAt?: string;
  readonly attemptsMade: number;
  readonly maxAttempts: number;
  readonly lastError?: string;
  readonly attempts: readonly {
    readonly number: number;
    readonly time: string;
    readonly durationMs: number;
    readonly outcome: string;
    readonly statusCode?: number;
    readonly error?: string;
    readonly responseExcerpt?: string;
  }[];
}

export const EVENTS = [
  "operation.started",
  "operation.progress",
  "operation.phase.completed",
  "operation.completed",
  "operation.failed",
  "operation.cancelled",
] as const;
