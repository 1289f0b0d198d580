import { getDeliveryBacklog, type ClaimedDelivery, type Db, type DeliveryBacklog } from "@longhaul/db";
import type { Metrics } from "@longhaul/runtime";

export interface DeliveryMetrics {
  /** One attempt that has been recorded. */
  observe(outcome: string, durationMs: number, delivery: ClaimedDelivery, isDelivered: boolean): void;
}

/** Metrics of deliveries: this worker's attempts, and at each scrape the ledger's backlog and breakers. */
export function createDeliveryMetrics(metrics: Metrics, db: Db, tripAfter: number): DeliveryMetrics {
  const attempts = metrics.counter("webhook_attempts_total", "Attempts by the class of their outcome.", ["class"]);
  const durations = metrics.histogram("webhook_attempt_duration_seconds", "From look-up to the answer's end.");
  const latency = metrics.histogram("webhook_delivery_latency_seconds", "From an event to its delivery.");
  // One scrape collects all gauges at once; they share one query.
  let looking: Promise<DeliveryBacklog> | null = null;
  const backlog = (): Promise<DeliveryBacklog> =>
    (looking ??= getDeliveryBacklog(db, tripAfter).finally(() => {
      looking = null;
    }));
  metrics.gauge("webhook_deliveries", "Deliveries that wait or are in flight.", ["state"], async (gauge) => {
    const { pending, inFlight } = await backlog();
    gauge.set({ state: "pending" }, pending);
    gauge.set({ state: "in_flight" }, inFlight);
  });
  metrics.gauge("webhook_lanes_with_pending", "Lanes that have pending deliveries.", [], async (gauge) => {
    gauge.set((await backlog()).lanesWithPending);
  });
  metrics.gauge("webhook_lane_depth_max", "Pending deliveries of the deepest lane.", [], async (gauge) => {
    gauge.set((await backlog()).deepestLane);
  });
  metrics.gauge("webhook_oldest_due_seconds", "Age of the oldest delivery that is due.", [], async (gauge) => {
    gauge.set((await backlog()).oldestDueSec);
  });
  metrics.gauge("webhook_breakers", "Lanes by the state of their breaker.", ["state"], async (gauge) => {
    const { closed, open, halfOpen } = (await backlog()).breakers;
    gauge.set({ state: "closed" }, closed);
    gauge.set({ state: "open" }, open);
    gauge.set({ state: "half_open" }, halfOpen);
  });

  return {
    observe(outcome, durationMs, delivery, isDelivered) {
      attempts.inc({ class: outcome });
      durations.observe(durationMs / 1000);
      if (isDelivered) latency.observe((Date.now() - delivery.eventCreatedAt.getTime()) / 1000);
    },
  };
}
