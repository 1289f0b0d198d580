/** Ranks from 1. Equal values share their mean rank. Also returns Σ(t³ − t) over the ties. */
export function midRanks(values: Float64Array): { readonly ranks: Float64Array; readonly tieSum: number } {
  const order = new Uint32Array(values.length).map((_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  let tieSum = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    const rank = (from + 1 + to) / 2;
    for (let at = from; at < to; at++) ranks[order[at] ?? 0] = rank;
    const tied = to - from;
    tieSum += tied ** 3 - tied;
    from = to;
  }
  return { ranks, tieSum };
}

/** How values of a group lie to the others'. */
export interface RankComparison {
  /** Cliff's delta, −1 to 1: how much more often a value of the group is above one of the others than below. */
  readonly delta: number;
  /** Two-sided, by the normal approximation. */
  readonly pValue: number;
}

/** The ranks of a group among others: their sum, how many are in the group and in all, and Σ(t³ − t) over the ties. */
export interface RankSum {
  readonly rankSum: number;
  readonly size: number;
  readonly total: number;
  readonly tieSum: number;
}

/** Mann-Whitney test of a group against all others, from the sum of its ranks: `compareRanksWithin` one stratum. */
export function compareRanks(rankSum: number, size: number, total: number, tieSum: number): RankComparison {
  return compareRanksWithin([{ rankSum, size, total, tieSum }]);
}

/**
 * Mann-Whitney test of a group against all others of the same stratum, over all strata.
 * Source: Mann and Whitney, On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other (1947),
 * with the correction for ties; over strata: van Elteren, On the Combination of Independent Two-Sample Tests of Wilcoxon
 * (1960), each stratum weighing as many pairs as it has; effect size: Cliff, Dominance Statistics (1993).
 */
export function compareRanksWithin(strata: readonly RankSum[]): RankComparison {
  let [pairs, above, variance] = [0, 0, 0];
  for (const { rankSum, size, total, tieSum } of strata) {
    const others = total - size;
    if (size === 0 || others === 0) continue;
    pairs += size * others;
    above += rankSum - (size * (size + 1)) / 2;
    variance += ((size * others) / 12) * (total + 1 - tieSum / (total * (total - 1)));
  }
  if (pairs === 0) return { delta: 0, pValue: 1 };
  const delta = (2 * above) / pairs - 1;
  if (!(variance > 0)) return { delta, pValue: 1 };
  return { delta, pValue: twoSided((above - pairs / 2) / Math.sqrt(variance)) };
}

/** Two-sided p-value of a difference of two shares. Source: the pooled z-test, Fleiss, Statistical Methods for Rates and Proportions (1981), section 2.1. */
export function compareShares(hits: number, size: number, otherHits: number, otherSize: number): number {
  const pooled = (hits + otherHits) / (size + otherSize);
  const variance = pooled * (1 - pooled) * (1 / size + 1 / otherSize);
  return variance > 0 ? twoSided((hits / size - otherHits / otherSize) / Math.sqrt(variance)) : 1;
}

/** Spearman's rank correlation; 0 where either side is constant. */
export function rankCorrelation(a: Float64Array, b: Float64Array): number {
  return correlation(midRanks(a).ranks, midRanks(b).ranks);
}

/** Pearson's correlation; 0 where either side is constant. */
export function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [meanOf(a), meanOf(b)];
  let [both, squareA, squareB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [offA, offB] = [(a[at] ?? 0) - meanA, (b[at] ?? 0) - meanB];
    both += offA * offB;
    squareA += offA * offA;
    squareB += offB * offB;
  }
  return squareA > 0 && squareB > 0 ? both / Math.sqrt(squareA * squareB) : 0;
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] ?? 0;
  return values.length === 0 ? Number.NaN : sum / values.length;
}

/**
 * Which of several tests are findings, so that of those at most a share `rate` is false.
 * Tests with a p-value above `rate` may be left out where `total` counts them.
 * Source: Benjamini and Hochberg, Controlling the False Discovery Rate (1995); under dependence as Benjamini and Yekutieli (2001) allow for positive dependence.
 */
export function discoveries<T extends { readonly pValue: number }>(
  tests: readonly T[],
  rate: number,
  total = tests.length,
): T[] {
  const ascending = tests.toSorted((a, b) => a.pValue - b.pValue);
  const last = ascending.findLastIndex(({ pValue }, at) => pValue <= (rate * (at + 1)) / total);
  return ascending.slice(0, last + 1);
}

const BLOCKS = 20;
/** Of Student's t with 19 degrees of freedom, two-sided 95 %. */
const T_95 = 2.093;

/** Two-sided 95 % quantile of the standard normal distribution. */
const Z_95 = 1.96;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * 95 % interval of the mean of values in the order of time, which may depend on their neighbours: from the means of 20
 * blocks of equal length. NaN for fewer than 40 values.
 * Source: the method of batch means, Law, Simulation Modeling and Analysis (5th edition 2015), section 9.5.3.
 */
export function intervalOfMean(inTime: Float64Array): Interval {
  const size = Math.floor(inTime.length / BLOCKS);
  if (size < 2) return { low: Number.NaN, high: Number.NaN };
  const means = Array.from({ length: BLOCKS }, (_, block) => meanOf(inTime.subarray(block * size, (block + 1) * size)));
  const mean = meanOf(inTime);
  const center = meanOf(means);
  const variance = means.reduce((sum, one) => sum + (one - center) ** 2, 0) / (BLOCKS - 1);
  const half = T_95 * Math.sqrt(variance / BLOCKS);
  return { low: mean - half, high: mean + half };
}

/**
 * 95 % interval of the difference of two means whose values don't depend on each other.
 * Source: Welch, The Generalization of 'Student's' Problem (1947), by the normal approximation, for groups of 20 and more.
 */
export function intervalOfDifference(a: ArrayLike<number>, b: ArrayLike<number>): Interval {
  const difference = meanOf(a) - meanOf(b);
  const half = Z_95 * Math.sqrt(varianceOf(a) / a.length + varianceOf(b) / b.length);
  return { low: difference - half, high: difference + half };
}

/**
 * 95 % interval of the difference of two shares, within −1 to 1 also where one of them is 0 or 1.
 * Source: Newcombe, Interval Estimation for the Difference between Independent Proportions (1998), method 10.
 */
export function intervalOfShares(hits: number, size: number, otherHits: number, otherSize: number): Interval {
  const [share, other] = [hits / size, otherHits / otherSize];
  const [own, others] = [wilson(hits, size), wilson(otherHits, otherSize)];
  return {
    low: share - other - Math.hypot(share - own.low, others.high - other),
    high: share - other + Math.hypot(own.high - share, other - others.low),
  };
}

/** 95 % interval of a share. Source: Wilson, Probable Inference, the Law of Succession, and Statistical Inference (1927). */
function wilson(hits: number, size: number): Interval {
  const share = hits / size;
  const square = Z_95 ** 2;
  const center = (share + square / (2 * size)) / (1 + square / size);
  const half = (Z_95 / (1 + square / size)) * Math.sqrt((share * (1 - share)) / size + square / (4 * size ** 2));
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}

function varianceOf(values: ArrayLike<number>): number {
  const mean = meanOf(values);
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += ((values[at] ?? 0) - mean) ** 2;
  return values.length < 2 ? Number.NaN : sum / (values.length - 1);
}

function twoSided(z: number): number {
  return Math.min(1, complementaryError(Math.abs(z) / Math.SQRT2));
}

/** Probability of a standard normal value of at least `z`, for `z` ≥ 0. */
export function upperTail(z: number): number {
  return complementaryError(z / Math.SQRT2) / 2;
}

/** erfc for x ≥ 0 with a relative error below 1.2e-7. Source: Press et al., Numerical Recipes (2nd edition 1992), section 6.2. */
function complementaryError(x: number): number {
  const t = 1 / (1 + 0.5 * x);
  const terms = [
    -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
    0.17087277,
  ];
  return t * Math.exp(-x * x + terms.reduceRight((sum, term) => sum * t + term, 0));
}
