import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { measureEventLoopLag, NEVER_MS } from "./event-loop-lag.ts";
import { within } from "@longhaul/domain";

/** Metrics of one process, in Prometheus' text format. */
export interface Metrics {
  readonly contentType: string;
  /** Renders the metrics, at most once a second for all callers. */
  text(): Promise<string>;
  counter<L extends string>(name: string, help: string, labels?: readonly L[]): Counter<L>;
  /**
   * Each scrape calls `collect` to set the gauge. When it fails or takes too long, the gauge has no value in that scrape and
   * `longhaul_metrics_uncollected_total` counts it; the other metrics are rendered.
   */
  gauge<L extends string>(
    name: string,
    help: string,
    labels?: readonly L[],
    collect?: (gauge: Gauge<L>) => Promise<void>,
  ): Gauge<L>;
  /** Observed in seconds. */
  histogram<L extends string>(name: string, help: string, labels?: readonly L[]): Histogram<L>;
}

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300];

const RENDERING_LASTS_MS = 1_000;

/** Must be shorter than a scrape may take: 10 s by Prometheus' default. */
const COLLECTING_LASTS_MS = 3_000;

/** A registry of its own with the process's default metrics. Names get the prefix `longhaul_`. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: NEVER_MS });
  measureEventLoopLag(registry);
  const common = <L extends string>(name: string, help: string, labels: readonly L[] = []) => ({
    name: `longhaul_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  const uncollected = new Counter(
    common("metrics_uncollected_total", "Gauges without a value in a scrape, because it could not be collected.", [
      "metric",
    ]),
  );
  return {
    contentType: registry.contentType,
    text: atMostOnceIn(RENDERING_LASTS_MS, () => registry.metrics()),
    counter: (name, help, labels) => new Counter(common(name, help, labels)),
    gauge: (name, help, labels, collect) => {
      const options = common(name, help, labels);
      if (collect === undefined) return new Gauge(options);
      return new Gauge({
        ...options,
        async collect() {
          try {
            await within(COLLECTING_LASTS_MS, collect(this), `collecting ${name}`);
          } catch {
            forgetValues(this, options.labelNames);
            uncollected.inc({ metric: options.name });
          }
        },
      });
    },
    histogram: (name, help, labels) => new Histogram({ ...common(name, help, labels), buckets: SECONDS }),
  };
}

/** Removes the gauge's values. prom-client's `reset` alone would set an unlabelled gauge to 0. */
function forgetValues<L extends string>(gauge: Gauge<L>, labels: readonly L[]): void {
  if (labels.length === 0) gauge.remove();
  else gauge.reset();
}

/** Caches the promise of `make` for `ms`, so that concurrent callers share it. It doesn't cache a failure. */
function atMostOnceIn<T>(ms: number, make: () => Promise<T>): () => Promise<T> {
  let kept: { readonly value: Promise<T>; readonly madeAt: number } | null = null;
  return () => {
    if (kept !== null && performance.now() - kept.madeAt < ms) return kept.value;
    const made = { value: make(), madeAt: performance.now() };
    kept = made;
    made.value.catch(() => {
      if (kept === made) kept = null;
    });
    return made.value;
  };
}
