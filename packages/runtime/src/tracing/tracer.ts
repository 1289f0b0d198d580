import type { Logger } from "../create-logger.ts";
import type { SpanContext } from "./trace-ids.ts";

/** A span that has ended. */
export interface EndedSpan extends SpanContext {
  /** Null where the trace begins. */
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: "internal" | "server" | "client" | "consumer";
  /** Milliseconds since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Spans of other traces that it has to do with. */
  readonly links?: readonly SpanContext[];
  /** Why it failed. */
  readonly error?: string;
}

/** Sends spans to a collector. Whoever records never waits and never fails. */
export interface Tracer {
  record(span: EndedSpan): void;
  /** Sends what is left, for a second at most. */
  close(): Promise<void>;
}

export interface TracerOptions {
  /** Of the process, as the collector shows it. */
  readonly service: string;
  /** Where the collector is, as `OTEL_EXPORTER_OTLP_ENDPOINT` says; undefined where there is none. */
  readonly endpoint: string | undefined;
  /** Headers for the collector, as `OTEL_EXPORTER_OTLP_HEADERS` has them. */
  readonly headers: string | undefined;
  readonly logger: Logger;
}
