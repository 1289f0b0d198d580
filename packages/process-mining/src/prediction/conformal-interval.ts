/** An interval around predicted hours, as factors of (hours + 1): from hours ÷ factor to hours × factor. */
export interface ConformalInterval {
  /** Share of cases' rows that it is made to cover. */
  readonly level: number;
  /** Logarithm of the factor. */
  readonly logFactor: number;
  /** Share of the rows of the later test cases that it covered, which had no part in it. */
  readonly coverage: number;
  readonly calibratedOn: number;
  readonly checkedOn: number;
}

/** With fewer rows on either side nothing is said. */
const LEAST_ROWS = 30;

/**
 * Split conformal prediction: the distance, on a logarithmic scale, that `level` of the predictions for the earlier test
 * cases keep to what came; its coverage is measured on the later ones. Null where there are too few.
 * Source: Lei et al., Distribution-Free Predictive Inference for Regression (2018), section 2.2; the rows of one case
 * depend on each other, so that coverage is measured, not promised.
 */
export function calibrateInterval(
  predicted: Float64Array,
  actual: Float64Array,
  isLater: (at: number) => boolean,
  level: number,
): ConformalInterval | null {
  const distances: [earlier: number[], later: number[]] = [[], []];
  for (let at = 0; at < predicted.length; at++)
    distances[isLater(at) ? 1 : 0].push(Math.abs(Math.log1p(predicted[at] ?? 0) - Math.log1p(actual[at] ?? 0)));
  const [earlier, later] = distances;
  if (earlier.length < LEAST_ROWS || later.length < LEAST_ROWS) return null;
  const ascending = earlier.toSorted((a, b) => a - b);
  const logFactor = ascending[Math.ceil((earlier.length + 1) * level) - 1];
  if (logFactor === undefined) return null;
  return {
    level,
    logFactor,
    coverage: later.filter((distance) => distance <= logFactor).length / later.length,
    calibratedOn: earlier.length,
    checkedOn: later.length,
  };
}

/** The interval around a prediction, in hours. */
export function intervalAround(hours: number, { logFactor }: ConformalInterval): readonly [low: number, high: number] {
  const around = (distance: number): number => Math.max(0, Math.expm1(Math.log1p(hours) + distance));
  return [around(-logFactor), around(logFactor)];
}
