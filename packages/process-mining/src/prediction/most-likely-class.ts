import type { ClassGuess } from "./next-activity-baselines.ts";

/** The class with the greatest share; the first of equals. */
export function mostLikelyClass(shares: Float64Array): ClassGuess {
  let label = 0;
  for (let index = 1; index < shares.length; index++) if ((shares[index] ?? 0) > (shares[label] ?? 0)) label = index;
  return { label, probability: shares[label] ?? 0 };
}
