/** Codes of broken rules that may reach a client; the API maps each to one HTTP status. */
export type DomainErrorCode =
  | "validation_failed"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "request_timeout"
  | "method_not_allowed"
  | "conflict"
  | "not_yet"
  | "gone"
  | "precondition_failed"
  | "payload_too_large"
  | "unsupported_media_type"
  | "unprocessable"
  | "idempotency_key_reused"
  | "idempotency_in_flight"
  | "rate_limited"
  | "quota_exceeded"
  | "range_not_satisfiable"
  | "headers_too_large"
  | "temporarily_unavailable";

/** One fault of a request: where (a JSON pointer into the body, or `?name` of a query parameter) and what. */
export interface FaultDetail {
  readonly pointer: string;
  readonly detail: string;
}

/** A rule of the domain was broken. `message` is fit for the client and names the remedy where there is one. */
export class DomainError extends Error {
  readonly code: DomainErrorCode;
  readonly errors: readonly FaultDetail[];
  /** Further facts for the client, by key: status of the operation, seconds to wait, … */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: DomainErrorCode,
    message: string,
    options: { errors?: readonly FaultDetail[]; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "DomainError";
    this.code = code;
    this.errors = options.errors ?? [];
    this.details = options.details ?? {};
  }
}
