/** Probability of at most `count` successes in `trials`, each with the given chance between 0 and 1. */
export function binomialAtMost(count: number, trials: number, chance: number): number {
  if (count >= trials) return 1;
  let term = Math.exp(trials * Math.log1p(-chance));
  let sum = term;
  for (let k = 1; k <= count && sum < 1; k++) {
    term *= ((trials - k + 1) / k) * (chance / (1 - chance));
    sum += term;
  }
  return Math.min(1, sum);
}
