/** Quantile of the standard normal distribution for a one-sided test at 5 %. */
const criticalZ = 1.645;

/**
 * Whether the mean of paired differences is positive by more than chance.
 *
 * Differences of one case depend on each other, so they are summed by case and the standard error is that of the sums
 * (cluster-robust, K.-Y. Liang and S. Zeger, "Longitudinal Data Analysis using Generalized Linear Models", 1986).
 *
 * @param gains - for each prediction, how much better the model did than the baseline
 * @param caseOfGain - case of each prediction
 * @param leastZ - by how many standard errors it must be
 */
export function isRealImprovement(gains: Float64Array, caseOfGain: Uint32Array, leastZ: number = criticalZ): boolean {
  const byCase = new Map<number, number>();
  let total = 0;
  for (let index = 0; index < gains.length; index++) {
    const gain = gains[index] ?? 0;
    const caseIndex = caseOfGain[index] ?? 0;
    total += gain;
    byCase.set(caseIndex, (byCase.get(caseIndex) ?? 0) + gain);
  }
  let squares = 0;
  for (const sum of byCase.values()) squares += sum * sum;
  return total > 0 && total / Math.sqrt(squares) >= leastZ;
}
