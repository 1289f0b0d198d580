import { upperTail } from "../numbers/statistics.ts";
import { quantile } from "../numbers/quantile.ts";

/** How improbable values, in distances of their groups (`relativeTo`), beyond the usual ones are. */
export interface Tails {
  /** Probability of a value at least so high; 1 within the lowest 90 %. */
  readonly above: (value: number) => number;
  /** Probability of a value at least so low; 1 within the highest 90 %. */
  readonly below: (value: number) => number;
}

/** Where the tails begin. Up to so many odd values hardly change the fit. */
const TAIL_FROM = 0.9;
const TAIL_SHARE = 1 - TAIL_FROM;
/** Quantile of the standard normal distribution there. */
const TAIL_Z = 1.2816;
/**
 * From the quarter's quantile to the tenth's, in distances from the median to the quarter's, above which a tail is heavier
 * than a normal one: 0.90 of a normal distribution, 1.32 of an exponential one. Less where few values leave it in doubt.
 */
const HEAVY_FROM = 1.05;
const HEAVY_DOUBT = 1.5;
/** Where the tails begin at least, so that equal values don't make the least difference improbable. */
const LEAST_START = 0.5;

/**
 * Fits the tails of values on a logarithmic scale to their quantiles, each side on its own, and carries them on: as a
 * normal distribution (of a lognormal quantity, which gamma, Weibull and exponential ones stay within), or where the
 * quantiles show a heavier tail as an exponential one (of a quantity with a power law); downward always so, since what is
 * bounded by 0 falls off like that. The scale is made wider by about
 * one standard error, since it is an estimate. After the peaks over a threshold of Coles, An Introduction to Statistical
 * Modeling of Extreme Values (2001), chapter 4. Sorts `values`.
 */
export function fitTails(values: Float64Array): Tails {
  const ascending = values.sort();
  const median = quantile(ascending, 0.5);
  const heavyFrom = HEAVY_FROM - HEAVY_DOUBT / Math.sqrt(values.length);
  const wider = 1 + 1 / Math.sqrt(TAIL_SHARE * values.length);
  const tail = (side: 1 | -1): ((value: number) => number) => {
    const from = (share: number): number => side * (quantile(ascending, side === 1 ? share : 1 - share) - median);
    const [quarter, start] = [from(0.75), from(TAIL_FROM)];
    const isHeavy = side === -1 || start - quarter > heavyFrom * quarter;
    const scale = (wider * Math.max(LEAST_START, start)) / (isHeavy ? Math.log(0.5 / TAIL_SHARE) : TAIL_Z);
    return (value) => {
      const beyond = side * (value - median) - start;
      if (beyond <= 0) return 1;
      return isHeavy ? TAIL_SHARE * Math.exp(-beyond / scale) : upperTail(TAIL_Z + beyond / scale);
    };
  };
  return { above: tail(1), below: tail(-1) };
}
