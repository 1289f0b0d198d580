// Preloaded into a process (--import): tells its parent, when asked, how long its event loop was held up since the last time.
import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 10;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** Milliseconds beyond the monitor's own interval, and resident memory in MB. */
export interface LoopFigures {
  readonly p99: number;
  readonly max: number;
  readonly rssMb: number;
}

process.on("message", (message) => {
  if (message !== "figures") return;
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const figures: LoopFigures = {
    p99: ms(delay.percentile(99)),
    max: ms(delay.max),
    rssMb: process.memoryUsage().rss / 1e6,
  };
  delay.reset();
  process.send?.({ figures });
});
