import type { ClaimedDelivery } from "@longhaul/db";
import { newSpanId, newTraceId, spanOfOperation, toTraceparent, type Tracer } from "@longhaul/runtime";

/** The span of an attempt, and the trace headers for its receiver. */
export interface DeliveryTrace {
  readonly headers: Readonly<Record<string, string>>;
  /** For the log. */
  readonly fields: Readonly<Record<string, string>>;
  /** The attempt has just ended. */
  end(outcome: string, statusCode: number | null): void;
}

const SILENT: DeliveryTrace = { headers: {}, fields: {}, end: () => undefined };
const WELL = "success";

/** Begins the span of an attempt: below the first span of its operation, or in a new trace without an operation. */
export function traceDelivery(tracer: Tracer | null, delivery: ClaimedDelivery): DeliveryTrace {
  if (tracer === null) return SILENT;
  const operationId = operationIn(delivery.body);
  const first = operationId === null ? null : spanOfOperation(operationId);
  const span = { traceId: first?.traceId ?? newTraceId(), spanId: newSpanId() };
  const startMs = Date.now();
  return {
    headers: { traceparent: toTraceparent(span) },
    fields: span,
    end(outcome, statusCode) {
      tracer.record({
        ...span,
        parentSpanId: first?.spanId ?? null,
        kind: "client",
        name: `deliver ${delivery.eventType}`,
        startMs,
        endMs: Date.now(),
        attributes: {
          ...(operationId === null ? {} : { "longhaul.operation.id": operationId }),
          "longhaul.delivery.id": delivery.id,
          "longhaul.attempt": delivery.attempt,
          ...(statusCode === null ? {} : { "http.response.status_code": statusCode }),
        },
        ...(outcome === WELL ? {} : { error: outcome }),
      });
    },
  };
}

/** The operation that an event is about, from the text that is sent. */
function operationIn(body: string): string | null {
  const { data } = JSON.parse(body) as { readonly data?: { readonly operationId?: unknown } };
  return typeof data?.operationId === "string" ? data.operationId : null;
}
