import type { Conditions } from "./recommendation.ts";

/** A text that is the same for segments of the same conditions only. */
export function segmentKey(conditions: Conditions): string {
  return JSON.stringify(conditions.map(({ kind, what, value }) => [kind, what, value]));
}
