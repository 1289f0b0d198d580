import { setImmediate } from "node:timers/promises";

/** So long may one request keep all others waiting at a time. */
const TURN_MS = 10;

/**
 * For loops that may take long: awaited in each round, it lets other requests have their turn after every few
 * milliseconds of work.
 */
export function takeTurns(): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < TURN_MS) return;
    await setImmediate();
    begun = performance.now();
  };
}
