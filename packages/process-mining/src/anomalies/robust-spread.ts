import { medianInPlace } from "../median-in-place.ts";

/** Centre of some values and their usual distance from it, below and above. */
export interface RobustSpread {
  readonly median: number;
  readonly below: number;
  readonly above: number;
}

/** Makes the median absolute deviation of a normal distribution equal its standard deviation. */
const normalMad = 1.4826;
/** The same for the mean absolute deviation. */
const normalMeanDeviation = 1.2533;

/**
 * Median and median absolute deviations, taken apart for the values below and above it so that a skewed distribution
 * doesn't make its long side look like outliers. Where more than half of a side lies on the median the mean deviation
 * stands in (B. Iglewicz and D. Hoaglin, "How to Detect and Handle Outliers", 1993). Reorders `values`.
 */
export function measureSpread(values: Float64Array): RobustSpread {
  const median = medianInPlace(values, 0, values.length);
  const deviation = (side: Float64Array): number => {
    const mad = normalMad * medianInPlace(side, 0, side.length);
    if (mad > 0) return mad;
    let sum = 0;
    for (const distance of side) sum += distance;
    return (normalMeanDeviation * sum) / side.length;
  };
  return {
    median,
    below: deviation(values.filter((value) => value <= median).map((value) => median - value)),
    above: deviation(values.filter((value) => value >= median).map((value) => value - median)),
  };
}

/** Distance of a value from the median in usual distances: negative below, 0 where there is no spread. */
export function robustDistance(spread: RobustSpread, value: number): number {
  const scale = value < spread.median ? spread.below : spread.above;
  return scale > 0 ? (value - spread.median) / scale : 0;
}
