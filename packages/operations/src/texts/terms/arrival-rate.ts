/** Times in which cases come, from the shortest, with the days that each has. */
const PERIODS = [
  ["day", 1],
  ["week", 7],
  ["month", 365.25 / 12],
  ["year", 365.25],
] as const;

type Period = (typeof PERIODS)[number][0];

/**
 * Two rates of cases per day, as cases in the shortest period in which the rarer of them has one at least, so that none
 * is written as 0.
 */
export function arrivalRates(first: number, second: number): { period: Period; first: number; second: number } {
  const [period, days] = PERIODS.find(([, length]) => Math.min(first, second) * length >= 1) ?? ["year", 365.25];
  return { period, first: first * days, second: second * days };
}
