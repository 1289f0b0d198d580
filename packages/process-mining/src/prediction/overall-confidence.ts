import type { DefendedAccuracy } from "./defend-accuracy.ts";

/**
 * How far an analysis' predictions can be relied on, 0–100: the mean of what can be defended of the accuracy of each
 * prediction, times the quality of the data (0–1); half of that where a prediction has no model that beats its baseline,
 * so that it is below 50 then.
 */
export function overallConfidence(predictions: readonly DefendedAccuracy[], quality: number): number {
  if (predictions.length === 0) return 0;
  const mean = predictions.reduce((sum, { defended }) => sum + defended, 0) / predictions.length;
  const loses = predictions.some(({ beatsBaseline }) => !beatsBaseline);
  return 100 * quality * mean * (loses ? 0.5 : 1);
}
