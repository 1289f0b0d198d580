import { setImmediate as nextTurn } from "node:timers/promises";

/** Lets the event loop run when the last time was long ago; throws the signal's reason once it is aborted. */
export type Breathe = () => Promise<void>;

const longestStretchMs = 40;

/** Makes the pause that long computations take between their steps. */
export function createBreathe(signal: AbortSignal | undefined): Breathe {
  let lastMs = performance.now();
  return async () => {
    signal?.throwIfAborted();
    if (performance.now() - lastMs < longestStretchMs) return;
    await nextTurn();
    lastMs = performance.now();
    signal?.throwIfAborted();
  };
}
