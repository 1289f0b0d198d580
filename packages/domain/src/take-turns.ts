/** So long may one piece of work keep all others waiting at a time. */
const TURN_MS = 10;

/**
 * For loops that may take long: awaited in each round, and between steps that can't be cut up, it lets others have their
 * turn on the event loop after every few milliseconds of work.
 */
export function takeTurns(): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < TURN_MS) return;
    await new Promise<void>((resolve) => void setImmediate(resolve));
    begun = performance.now();
  };
}
