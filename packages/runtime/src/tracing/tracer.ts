import type { Logger } from "../create-logger.ts";
import type { SpanContext } from "./trace-ids.ts";

/** A span that has ended. */
export interface EndedSpan extends SpanContext {
  /** Null for the first span of a trace. */
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "consumer";
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Related spans of other traces. */
  readonly links?: readonly SpanContext[];
  /** Why it failed. */
  readonly error?: string;
}

/** Sends spans to a collector. Recording never waits and never fails. */
export interface Tracer {
  record(span: EndedSpan): void;
  /** Sends the remaining spans, for one second at most. */
  close(): Promise<void>;
}

export interface TracerOptions {
  /** Name of the process, as the collector shows it. */
  readonly service: string;
  /** URL of the collector (`OTEL_EXPORTER_OTLP_ENDPOINT`); undefined when there is none. */
  readonly endpoint: string | undefined;
  /** Headers for the collector (`OTEL_EXPORTER_OTLP_HEADERS`). */
  readonly headers: string | undefined;
  readonly logger: Logger;
}
