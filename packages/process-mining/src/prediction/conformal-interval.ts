import { sumOf, weightedQuantile } from "./weighted.ts";

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
 * cases keep to what came, each counting for its weight; its coverage is measured on the later ones. Null where there
 * are too few.
 * Source: Lei et al., Distribution-Free Predictive Inference for Regression (2018), section 2.2; the rows of one case
 * depend on each other, so that coverage is measured, not promised.
 */
export function calibrateInterval(
  predicted: Float64Array,
  actual: Float64Array,
  weights: Float64Array,
  isLater: (at: number) => boolean,
  level: number,
): ConformalInterval | null {
  const distances = predicted.map((hours, at) => Math.abs(Math.log1p(hours) - Math.log1p(actual[at] ?? 0)));
  const half = (later: boolean): { readonly distances: Float64Array; readonly weights: Float64Array } => {
    const belongs = (_: number, at: number): boolean => isLater(at) === later;
    return { distances: distances.filter(belongs), weights: weights.filter(belongs) };
  };
  const earlier = half(false);
  const later = half(true);
  const calibratedOn = earlier.distances.length;
  if (calibratedOn < LEAST_ROWS || later.distances.length < LEAST_ROWS) return null;
  // One more than there are, as far off as any, for the case that is predicted.
  const share = level * (1 + 1 / calibratedOn);
  if (share > 1) return null;
  const logFactor = weightedQuantile(earlier.distances, earlier.weights, share - 1e-9);
  const covered = later.weights.filter((_, at) => (later.distances[at] ?? 0) <= logFactor);
  return {
    level,
    logFactor,
    coverage: sumOf(covered) / sumOf(later.weights),
    calibratedOn,
    checkedOn: later.distances.length,
  };
}

/** The interval around a prediction, in hours. */
export function intervalAround(hours: number, { logFactor }: ConformalInterval): readonly [low: number, high: number] {
  const around = (distance: number): number => Math.max(0, Math.expm1(Math.log1p(hours) + distance));
  return [around(-logFactor), around(logFactor)];
}
