import type { RecommendationPriority } from "./recommendation.ts";
import type { WhatIfOutcome } from "./replay-what-if.ts";

/** What saves less than this share of the mean cycle time isn't worth a recommendation. */
export const leastEffect = 0.01;

const highFrom = 0.1;
const mediumFrom = 0.03;

export function priorityOf(effect: number): RecommendationPriority {
  if (effect >= highFrom) return "High";
  return effect >= mediumFrom ? "Medium" : "Low";
}

/** The outcome in words: "12.4 % shorter mean cycle time (4.2 days to 3.7 days)". */
export function describeSaving(
  { effect, meanSec, changedMeanSec }: WhatIfOutcome,
  inWords: (seconds: number) => string,
): string {
  return `${(100 * effect).toFixed(1)} % shorter mean cycle time (${inWords(meanSec)} to ${inWords(changedMeanSec)})`;
}
