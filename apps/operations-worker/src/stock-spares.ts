import type { WorkerContext } from "./context/context.ts";

const LOOK_MS = 500;
/** A worker that is never quiet has its first spare process after this. */
const LATEST_MS = 30_000;

/**
 * Stocks the pool with its first spare process as soon as no task began for half a second. Loading one takes a second of a processor,
 * and a worker that starts into a backlog, or a fleet whose workers start together, has better use for it.
 */
export function stockSpares({
  pool,
  running,
}: {
  readonly pool: Pick<WorkerContext["pool"], "stock">;
  readonly running: WorkerContext["running"];
}): { stop(): void } {
  const startedAt = performance.now();
  let seen = running.begun();
  const timer = setInterval(() => {
    const begun = running.begun();
    const isQuiet = begun === seen;
    seen = begun;
    if (!isQuiet && performance.now() - startedAt < LATEST_MS) return;
    clearInterval(timer);
    if (!running.draining) pool.stock();
  }, LOOK_MS);
  return { stop: () => clearInterval(timer) };
}
