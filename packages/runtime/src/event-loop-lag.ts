import { monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, type Registry } from "prom-client";

/** How often an idle process is woken for a sample. In ms of CPU a minute: each 10 ms, prom-client's default, 200; 50 ms, 48; 200 ms, 13. */
export const SAMPLE_MS = 200;

/** What prom-client's own monitor samples in: never, as far as one process is concerned. */
export const NEVER_MS = 2_000_000_000;

const FIGURES = ["min", "max", "mean", "p50", "p90", "p99"] as const;
type Figure = (typeof FIGURES)[number];

/**
 * Figures of how late the event loop was since the last scrape, under prom-client's names. Its own contain the time between
 * two samples, and so tell an idle process from one that is always late only if the reader knows that time.
 */
export function measureEventLoopLag(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  delay.enable();
  const nanoseconds = (figure: Figure): number =>
    figure === "min" || figure === "max" || figure === "mean"
      ? delay[figure]
      : delay.percentile(Number(figure.slice(1)));
  const lag = (figure: Figure): number =>
    delay.count === 0 ? 0 : Math.max(0, nanoseconds(figure) / 1e9 - SAMPLE_MS / 1_000);
  const gauges = new Map<Figure, Gauge>();
  /** The first gauge's: it is called before any of them is read. */
  const collect = (): void => {
    for (const [figure, gauge] of gauges) gauge.set(lag(figure));
    delay.reset();
  };
  for (const figure of FIGURES) {
    const name = `nodejs_eventloop_lag_${figure}_seconds`;
    registry.removeSingleMetric(name);
    const help = `How late the event loop was, in seconds: ${figure} since the last scrape.`;
    gauges.set(figure, new Gauge({ name, help, registers: [registry], ...(gauges.size === 0 ? { collect } : {}) }));
  }
  registry.removeSingleMetric("nodejs_eventloop_lag_stddev_seconds");
}
