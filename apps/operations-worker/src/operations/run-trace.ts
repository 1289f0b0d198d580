import { newSpanId, spanOfOperation, type Tracer } from "@longhaul/runtime";

/** The spans of a run; without a collector it does nothing. */
export interface RunTrace {
  /** For the log: the trace's id. */
  readonly fields: Readonly<Record<string, string>>;
  /** A phase that has just ended, after so long. */
  phase(name: string, tookMs: number, outcome: string): void;
  /** The run has just ended. @param end how */
  end(end: string): void;
}

interface Run {
  readonly id: string;
  readonly epoch: number;
  readonly attempt: number;
  readonly type: string;
}

const SILENT: RunTrace = { fields: {}, phase: () => undefined, end: () => undefined };

/** Begins the span of a run, below the first span of its operation. */
export function traceRun(tracer: Tracer | null, { id, epoch, attempt, type }: Run, workerName: string): RunTrace {
  if (tracer === null) return SILENT;
  const first = spanOfOperation(id);
  const spanId = newSpanId();
  const { traceId } = first;
  const attributes = { "longhaul.operation.id": id, "longhaul.operation.type": type };
  const startMs = Date.now();
  const errorOf = (outcome: string, well: string): { readonly error?: string } =>
    outcome === well ? {} : { error: outcome };
  return {
    fields: { traceId, spanId },
    phase(name, tookMs, outcome) {
      const endMs = Date.now();
      const place = { traceId, spanId: newSpanId(), parentSpanId: spanId, kind: "internal" } as const;
      tracer.record({
        ...place,
        name: `phase ${name}`,
        startMs: endMs - tookMs,
        endMs,
        attributes,
        ...errorOf(outcome, "done"),
      });
    },
    end(end) {
      tracer.record({
        traceId,
        spanId,
        parentSpanId: first.spanId,
        kind: "consumer",
        name: `run ${type}`,
        startMs,
        endMs: Date.now(),
        attributes: {
          ...attributes,
          "longhaul.epoch": epoch,
          "longhaul.attempt": attempt,
          "longhaul.worker": workerName,
          "longhaul.end": end,
        },
        ...errorOf(end, "completed"),
      });
    },
  };
}
