import type { Request, RequestHandler } from "express";
import type { Logger, Metrics, Tracer } from "@longhaul/runtime";
import { requestIdOf } from "./request-id.ts";
import { traceRequest } from "./request-trace.ts";

/** Known HTTP methods. A metric counts all others under one label value. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** One line, and one observation, for each request when its answer has been sent or its client has gone. */
export function accessLog(logger: Logger, metrics: Metrics, tracer: Tracer | null = null): RequestHandler {
  const durations = metrics.histogram("http_request_duration_seconds", "Duration of HTTP requests.", [
    "method",
    "route",
    "status",
  ]);
  return (req, res, next) => {
    const startedAt = performance.now();
    const trace = traceRequest(tracer, req);
    res.on("close", () => {
      const ms = Math.round((performance.now() - startedAt) * 10) / 10;
      // Gone where no route took the request.
      const { tenantId } = (req.params as Request["params"] | undefined) ?? {};
      const { path } = (req.route ?? {}) as { readonly path?: unknown };
      const route = typeof path === "string" ? routeLabel(req.baseUrl, path) : "unknown";
      const status = res.writableFinished ? res.statusCode : 499;
      const method = METHODS.has(req.method) ? req.method : "other";
      durations.observe({ method, route, status: String(status) }, ms / 1000);
      const traced = trace.end(res, route, status);
      logger.info(
        { method: req.method, route, status, ms, requestId: requestIdOf(res), tenantId, ...traced },
        "request",
      );
    });
    next();
  };
}

/** A route without tenant, project and the `/async` below them. */
const routeLabel = (baseUrl: string, path: string): string =>
  baseUrl.includes("/api/")
    ? `/api${path.startsWith("/async/") ? path.slice("/async".length) : path}`
    : `${baseUrl}${path}`;
