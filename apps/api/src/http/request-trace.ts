import type { Request, Response } from "express";
import { newSpanId, newTraceId, readTraceparent, spanOfOperation, type Tracer } from "@longhaul/runtime";

/** The span of a request. */
export interface RequestTrace {
  /** The request has just ended. @returns fields for the log */
  end(res: Response, route: string, status: number): Readonly<Record<string, string>>;
}

const SILENT: RequestTrace = { end: () => ({}) };

/** Where an accepted operation is, as the answer's Location says. */
const OPERATION = /\/async\/operation\/(op-[A-Za-z0-9_-]+)$/;

/**
 * Begins the span of a request, in the client's trace if it sent one. What accepts an operation is the first span of the operation's
 * trace; where the client has a trace of its own, each of the two links to the other.
 */
export function traceRequest(tracer: Tracer | null, req: Request): RequestTrace {
  if (tracer === null) return SILENT;
  const client = readTraceparent(req.get("traceparent"));
  const startMs = Date.now();
  return {
    end(res, route, status) {
      const location = res.getHeader("Location");
      const accepted = status === 202 && typeof location === "string" ? OPERATION.exec(location)?.[1] : undefined;
      const first = accepted === undefined ? null : spanOfOperation(accepted);
      const own = { traceId: client?.traceId ?? newTraceId(), spanId: newSpanId() };
      const common = {
        kind: "server" as const,
        name: `${req.method} ${route}`,
        startMs,
        endMs: Date.now(),
        attributes: {
          "http.request.method": req.method,
          "http.route": route,
          "http.response.status_code": status,
          ...(accepted === undefined ? {} : { "longhaul.operation.id": accepted }),
        },
        ...(status < 500 ? {} : { error: String(status) }),
      };
      if (first !== null)
        tracer.record({ ...common, ...first, parentSpanId: null, ...(client === null ? {} : { links: [own] }) });
      if (first === null || client !== null)
        tracer.record({
          ...common,
          ...own,
          parentSpanId: client?.spanId ?? null,
          ...(first === null ? {} : { links: [first] }),
        });
      return { traceId: (first ?? own).traceId };
    },
  };
}
