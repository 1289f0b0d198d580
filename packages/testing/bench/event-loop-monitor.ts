// Preloaded into a process (--import, with --expose-gc): tells its parent, when asked, how long its event loop was held up
// since the last time, and what memory it holds.
import { createHistogram, monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 10;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** CPU time of the main thread between two looks, in µs. Unlike a delay it doesn't grow with the load of the machine. */
const turns = createHistogram();
const LOOK_MS = 5;
let last = process.threadCpuUsage();
let begun = last;
setInterval(() => {
  const { user, system } = process.threadCpuUsage(last);
  turns.record(Math.max(1, user + system));
  last = process.threadCpuUsage();
}, LOOK_MS).unref();

export interface LoopFigures {
  /** How late the event loop was, in ms beyond the monitor's own interval: grows with the load of the machine. */
  readonly p99: number;
  readonly max: number;
  /** CPU time in ms that passed between two looks, which come 5 ms apart unless something holds them up. */
  readonly cpuP99: number;
  readonly cpuMax: number;
  /** All CPU time of the main thread. */
  readonly cpuMs: number;
  readonly rssMb: number;
  /** What is left in use after a collection. */
  readonly heapMb: number;
}

process.on("message", (message) => {
  if (message !== "figures") return;
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  const [p99, max] = [ms(delay.percentile(99)), ms(delay.max)];
  const [cpuP99, cpuMax] = [turns.percentile(99) / 1000, turns.count === 0 ? 0 : turns.max / 1000];
  const { user, system } = process.threadCpuUsage(begun);
  const { rss } = process.memoryUsage();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  const figures: LoopFigures = {
    p99,
    max,
    cpuP99,
    cpuMax,
    cpuMs: (user + system) / 1000,
    rssMb: rss / 1e6,
    heapMb: (heapUsed + external) / 1e6,
  };
  delay.reset();
  turns.reset();
  begun = last = process.threadCpuUsage();
  process.send?.({ figures });
});
