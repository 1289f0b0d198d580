import { createHash, randomBytes } from "node:crypto";

/** A place in a trace, as W3C's Trace Context names it: hex, 32 and 16 digits. */
export interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-|$)/;
const isZero = (hex: string): boolean => /^0+$/.test(hex);

/** What a `traceparent` header says (W3C Trace Context, section 3.2); null where it says nothing that can be used. */
export function readTraceparent(header: string | undefined): SpanContext | null {
  const [, version = "ff", traceId = "", spanId = "", more] = TRACEPARENT.exec(header ?? "") ?? [];
  // Versions after 00 may have further parts; ff is none.
  if (version === "ff" || (version === "00" && more === "-")) return null;
  return isZero(traceId) || isZero(spanId) ? null : { traceId, spanId };
}

export const toTraceparent = ({ traceId, spanId }: SpanContext): string => `00-${traceId}-${spanId}-01`;

export const newTraceId = (): string => randomBytes(16).toString("hex");
export const newSpanId = (): string => randomBytes(8).toString("hex");

/**
 * The first span of an operation's trace. It follows from the operation's id, which ends with a UUID that an operation and its retries
 * share, so that no process has to hear of it from another, and nothing is stored.
 */
export function spanOfOperation(operationId: string): SpanContext {
  return {
    traceId: operationId.slice(-36).replaceAll("-", ""),
    spanId: createHash("sha256").update(operationId).digest("hex").slice(0, 16),
  };
}
