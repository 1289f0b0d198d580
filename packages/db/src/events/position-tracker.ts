/**
 * Knows which positions were seen. A position is given before its transaction commits, so one may turn up behind higher
 * ones, or never, when the transaction was rolled back.
 */
export interface PositionTracker {
  highest(): number;
  /** Positions below the highest that may still turn up. */
  missing(): readonly number[];
  /** Takes note of what was read, by position. @returns what is new */
  take<T extends { readonly position: number }>(read: readonly T[], nowMs: number): T[];
}

/** A position that has not turned up by then never will. */
const GIVEN_UP_AFTER_MS = 60_000;
/** Holes are many only where a large transaction was rolled back, or the sequence was set. */
const MAX_MISSING = 5000;

/** @param first the position that tracking begins with; whatever is not behind it counts as seen */
export function createPositionTracker(first: number): PositionTracker {
  let highest = first - 1;
  /** Positions, oldest first, and when they were found missing. */
  const missing = new Map<number, number>();
  return {
    highest: () => highest,
    missing: () => [...missing.keys()],
    take(read, nowMs) {
      const fresh = read.filter(({ position }) => {
        if (position <= highest) return missing.delete(position);
        for (let hole = Math.max(highest + 1, position - MAX_MISSING); hole < position; hole++)
          missing.set(hole, nowMs);
        highest = position;
        return true;
      });
      for (const [position, since] of missing) {
        if (nowMs - since <= GIVEN_UP_AFTER_MS && missing.size <= MAX_MISSING) break;
        missing.delete(position);
      }
      return fresh;
    },
  };
}
