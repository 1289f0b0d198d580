import { STATUS_CODES } from "node:http";
import type { ErrorRequestHandler, Response } from "express";
import { ERROR_STATUS, shortenFaults, type Problem } from "@longhaul/contracts";
import { DomainError, shorten, timeText } from "@longhaul/domain";
import type { Logger } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { requestIdOf } from "./request-id.ts";

const ANSWER_HEADERS = ["ETag", "Link", "Content-Disposition", "Content-Length", "Content-Range", "Preference-Applied"];

const INTERNAL = "something went wrong on our side; quote the request id when you report it";
/** With the limit of faults, these keep a problem below 256 kB, whatever the request. */
const MAX_MESSAGE = 2000;
const MAX_DETAILS = 50_000;

/** A problem type of draft-ietf-httpapi-ratelimit-headers. */
const QUOTA_EXCEEDED = {
  type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
  title: "Request cannot be satisfied as assigned quota has been exceeded",
};

/** Turns whatever was thrown into `application/problem+json` (RFC 9457). */
export function problemHandler(logger: Logger): ErrorRequestHandler {
  return (err: unknown, req, res, next) => {
    if (res.writableEnded) return; // the request took too long and has its 503 already
    if (res.headersSent) {
      next(err);
      return;
    }
    const known = toDomainError(err);
    const about = { err, requestId: requestIdOf(res), method: req.method, path: req.path };
    if (known === null) logger.error(about, "request failed");
    else if (known.code === "temporarily_unavailable") logger.warn(about, "request not possible now");
    sendProblem(res, known);
  };
}

/** Seconds to wait for codes that mean "later": a useless repeat costs little. */
const RETRY_AFTER_SEC = new Map<string, number>([
  ["temporarily_unavailable", 2],
  ["not_yet", 2],
  ["idempotency_in_flight", 1],
]);

/** Sends a problem; null is an internal error, whose details clients don't get. */
export function sendProblem(res: Response, err: DomainError | null): void {
  const problem = problemOf(err, requestIdOf(res));
  const { status } = problem;
  const { details } = problem.error;
  // The handler may have set headers for its own answer.
  for (const name of ANSWER_HEADERS) res.removeHeader(name);
  res.setHeader("Cache-Control", "no-store");
  if (status === 401) res.setHeader("WWW-Authenticate", 'Bearer error="invalid_token"');
  const retryAfterSec = details["retryAfterSec"] ?? RETRY_AFTER_SEC.get(problem.error.code);
  if (typeof retryAfterSec === "number") res.setHeader("Retry-After", String(retryAfterSec));
  if (status === 416 && typeof details["sizeBytes"] === "number")
    res.setHeader("Content-Range", `bytes */${details["sizeBytes"]}`);
  if (Array.isArray(details["allow"])) res.setHeader("Allow", details["allow"].join(", "));
  res.status(status).type("application/problem+json").send(JSON.stringify(problem));
}

/** The body of a problem; null is an internal error. */
export function problemOf(err: DomainError | null, requestId: string): Problem {
  const code = err?.code ?? "internal_error";
  const status = ERROR_STATUS[code];
  const message = shorten(err?.message ?? INTERNAL, MAX_MESSAGE);
  const { faults, isCut } = shortenFaults(err?.errors ?? []);
  const { quota, level } = err?.details ?? {};
  const isQuota = typeof quota === "string" && typeof level === "string";
  return {
    ...(isQuota ? QUOTA_EXCEEDED : { type: "about:blank", title: STATUS_CODES[status] ?? "Error" }),
    status,
    detail: message,
    requestId,
    ...(isQuota ? { "violated-policies": [`${level}-${quota}`] } : {}),
    ...(faults.length === 0 ? {} : { errors: faults }),
    ...(isCut ? { moreErrors: true } : {}),
    error: { code, message, details: boundedDetails(err?.details ?? {}), timestamp: timeText(new Date()), requestId },
  };
}

function boundedDetails(details: DomainError["details"]): DomainError["details"] {
  return Buffer.byteLength(JSON.stringify(details)) > MAX_DETAILS ? {} : details;
}

interface HttpError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

/** Errors of the body parser and the router, which carry an HTTP status, and of the stores. */
function toDomainError(err: unknown): DomainError | null {
  if (err instanceof DomainError) return err;
  if (err instanceof Error && "status" in err) return fromHttpError(err);
  if (!isStoreFault(err)) return null;
  return new DomainError("temporarily_unavailable", "a store that this needs is not available; repeat it in a moment", {
    cause: err,
  });
}

function fromHttpError(err: Error): DomainError | null {
  const { status, type, message } = err as Error & HttpError;
  if (type === "entity.parse.failed") {
    return new DomainError("validation_failed", `the body is not valid JSON: ${message}`, {
      errors: [{ pointer: "", detail: message }],
    });
  }
  if (type === "entity.too.large") return new DomainError("payload_too_large", "the body is larger than 1 MB");
  if (type === "encoding.unsupported" || type === "charset.unsupported")
    return new DomainError("unsupported_media_type", message);
  if (status >= 400 && status < 500) return new DomainError("validation_failed", message);
  return null;
}
