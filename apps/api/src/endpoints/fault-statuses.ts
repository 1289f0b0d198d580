import { ERROR_STATUS, type ErrorCode } from "@longhaul/contracts";
import { takesKey, type Endpoint } from "./define-endpoint.ts";

/** Statuses of what any request may meet, whatever the endpoint. */
export const COMMON_STATUSES: ReadonlySet<number> = new Set(
  (
    [
      "unauthenticated",
      "forbidden",
      "not_found",
      "request_timeout",
      "payload_too_large",
      "unsupported_media_type",
      "rate_limited",
      "headers_too_large",
      "internal_error",
      "temporarily_unavailable",
    ] as const
  ).map((code) => ERROR_STATUS[code]),
);

/** Statuses of the problems that depend on the endpoint. */
export function faultStatuses(endpoint: Endpoint): number[] {
  const codes: readonly ErrorCode[] = [
    ...(endpoint.permission === "public" ? [] : (["validation_failed"] as const)),
    ...(takesKey(endpoint) ? (["idempotency_in_flight", "idempotency_key_reused"] as const) : []),
    ...(endpoint.faults ?? []),
  ];
  return [...new Set(codes.map((code) => ERROR_STATUS[code]))].filter((status) => !COMMON_STATUSES.has(status));
}
