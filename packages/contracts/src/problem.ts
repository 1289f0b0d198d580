import type { DomainErrorCode, FaultDetail } from "@longhaul/domain";
import Joi from "joi";
import { time } from "./answer-parts.ts";

/** Codes of errors that clients may see. */
export type ErrorCode = DomainErrorCode | "internal_error";

/**
 * Codes and the HTTP status of each: the only place that knows. Of the 409s, `not_yet` and `idempotency_in_flight` are
 * for what the same request can have later, without anybody's doing; `conflict` is for what it can never have as things stand.
 */
export const ERROR_STATUS = {
  validation_failed: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  conflict: 409,
  not_yet: 409,
  idempotency_in_flight: 409,
  gone: 410,
  precondition_failed: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  unprocessable: 422,
  idempotency_key_reused: 422,
  rate_limited: 429,
  quota_exceeded: 429,
  headers_too_large: 431,
  internal_error: 500,
  temporarily_unavailable: 503,
} as const satisfies Readonly<Record<ErrorCode, number>>;

/** Body of every answer of status 400 and above: `application/problem+json` (RFC 9457) with extension members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string;
  /** Exceeded policies, for the type `quota-exceeded`. */
  readonly "violated-policies"?: readonly string[];
  /** All faults of the request: JSON pointers into its body, or `?name` of a query parameter. */
  readonly errors?: readonly FaultDetail[];
  /** True when the request has more faults than are listed. */
  readonly moreErrors?: true;
  readonly error: {
    readonly code: ErrorCode;
    readonly message: string;
    /** Further facts by key, such as the status of the operation that is in the way. */
    readonly details: Readonly<Record<string, unknown>>;
    readonly timestamp: string;
    readonly requestId: string;
  };
}

export const problemSchema = Joi.object<Problem>({
  type: Joi.string().required(),
  title: Joi.string().required(),
  status: Joi.number()
    .valid(...Object.values(ERROR_STATUS))
    .required(),
  detail: Joi.string().required(),
  requestId: Joi.string().required(),
  "violated-policies": Joi.array().items(Joi.string()).description("the quotas that were exceeded, as level-quota"),
  errors: Joi.array().items(
    Joi.object({ pointer: Joi.string().allow("").required(), detail: Joi.string().required() }),
  ),
  moreErrors: Joi.valid(true).description("the request has more faults than are told"),
  error: Joi.object({
    code: Joi.string()
      .valid(...Object.keys(ERROR_STATUS))
      .required(),
    message: Joi.string().required(),
    details: Joi.object().unknown(true).required(),
    timestamp: time.required(),
    requestId: Joi.string().required(),
  }).required(),
});
