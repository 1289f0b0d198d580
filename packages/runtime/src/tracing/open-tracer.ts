import type { Tracer, TracerOptions } from "./tracer.ts";

/** Null where no collector is set; then nothing of tracing is loaded. */
export async function openTracer({ endpoint, ...options }: TracerOptions): Promise<Tracer | null> {
  if (endpoint === undefined) return null;
  const { createOtlpTracer } = await import("./otlp-tracer.ts");
  return createOtlpTracer({ ...options, endpoint });
}
