import { getDeliveryBacklog, type ClaimedDelivery, type Db } from "@longhaul/db";
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
  const depth = metrics.gauge("webhook_deliveries", "Deliveries that wait or are in flight.", ["state"]);
  const lanes = metrics.gauge("webhook_lanes_with_pending", "Lanes that have pending deliveries.");
  const deepest = metrics.gauge("webhook_lane_depth_max", "Pending deliveries of the deepest lane.");
  const breakers = metrics.gauge("webhook_breakers", "Lanes by the state of their breaker.", ["state"]);
  metrics.gauge("webhook_oldest_due_seconds", "Age of the oldest delivery that is due.", [], async (oldest) => {
    const backlog = await getDeliveryBacklog(db, tripAfter);
    oldest.set(backlog.oldestDueSec);
    depth.set({ state: "pending" }, backlog.pending);
    depth.set({ state: "in_flight" }, backlog.inFlight);
    lanes.set(backlog.lanesWithPending);
    deepest.set(backlog.deepestLane);
    breakers.set({ state: "closed" }, backlog.breakers.closed);
    breakers.set({ state: "open" }, backlog.breakers.open);
    breakers.set({ state: "half_open" }, backlog.breakers.halfOpen);
  });

  return {
    observe(outcome, durationMs, delivery, isDelivered) {
      attempts.inc({ class: outcome });
      durations.observe(durationMs / 1000);
      if (isDelivered) latency.observe((Date.now() - delivery.eventCreatedAt.getTime()) / 1000);
    },
  };
}
