/** What the percentage of an operation is made of. */
export interface PhaseProgress {
  /** Share of the whole, any positive unit; 0 = does not count toward the percentage. */
  readonly weight: number;
  /** 0 to 1; 1 when its checkpoint is committed. */
  readonly fraction: number;
}

/**
 * Percentage of an operation that has not completed: the weighted mean of its phases, an integer from 0 to 99.
 * 100 is reserved for Completed.
 */
export function operationPercentage(phases: readonly PhaseProgress[]): number {
  let total = 0;
  let done = 0;
  for (const { weight, fraction } of phases) {
    total += weight;
    done += weight * Math.min(1, Math.max(0, fraction));
  }
  return total === 0 ? 0 : Math.min(99, Math.floor((100 * done) / total + 1e-9));
}

/** Share of the total weight, in whole percent, that the phases at these indexes stand for. */
export function savedPercentage(weights: readonly number[], preserved: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const saved = preserved.reduce((sum, idx) => sum + (weights[idx] ?? 0), 0);
  return total === 0 ? 0 : Math.floor((100 * saved) / total + 1e-9);
}
