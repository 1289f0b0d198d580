import type { Tracer, TracerOptions } from "./tracer.ts";

/** Opens the tracer; null when no collector is set. The tracing code is loaded only with a collector. */
export async function openTracer({ endpoint, ...options }: TracerOptions): Promise<Tracer | null> {
  if (endpoint === undefined) return null;
  const { createOtlpTracer } = await import("./otlp-tracer.ts");
  return createOtlpTracer({ ...options, endpoint });
}
