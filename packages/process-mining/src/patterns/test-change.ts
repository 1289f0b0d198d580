import { meanOf } from "../numbers/statistics.ts";

/** Where a sequence of values changes most, and how likely that is if it doesn't change at all. */
export interface ChangeTest {
  /** The first value after the change. */
  readonly at: number;
  readonly pValue: number;
}

/** Fewer values are not tested. */
export const FEWEST_VALUES = 100;

/**
 * Tests whether the mean of values in the order of time changes once: the largest cumulative sum of deviations from the
 * mean. Values may depend on their neighbours: their variance is taken from the differences of the means of neighbouring
 * blocks, which one change hardly moves. Null for fewer than 100 values, or where all are equal.
 * Sources: Page, Continuous Inspection Schemes (1954); its limit, the supremum of a Brownian bridge: Kolmogorov (1933);
 * Aue and Horváth, Structural Breaks in Time Series (2013), section 2, for dependent values.
 */
export function testChange(values: ArrayLike<number>): ChangeTest | null {
  const count = values.length;
  if (count < FEWEST_VALUES) return null;
  const mean = meanOf(values);
  let [sum, highest, at, squares] = [0, 0, 0, 0];
  for (let index = 0; index < count; index++) {
    const off = (values[index] ?? 0) - mean;
    sum += off;
    squares += off * off;
    if (Math.abs(sum) <= highest) continue;
    highest = Math.abs(sum);
    at = index + 1;
  }
  const variance = Math.max(withinVariance(values, at, squares), longRunVariance(values));
  if (!(variance > 0)) return null;
  return { at, pValue: ofBridge(highest / Math.sqrt(count * variance)) };
}

/** Variance of the values around the means before and after the change. */
function withinVariance(values: ArrayLike<number>, at: number, squares: number): number {
  const count = values.length;
  const difference = meanOfRange(values, 0, at) - meanOfRange(values, at, count);
  return (squares - (at * (count - at) * difference ** 2) / count) / count;
}

/** Source: the method of batch means, Law, Simulation Modeling and Analysis (5th edition 2015), section 9.5.3, on differences. */
function longRunVariance(values: ArrayLike<number>): number {
  const size = Math.ceil(Math.sqrt(values.length));
  const means: number[] = [];
  for (let from = 0; from + size <= values.length; from += size) means.push(meanOfRange(values, from, from + size));
  let squares = 0;
  for (let block = 1; block < means.length; block++) squares += ((means[block] ?? 0) - (means[block - 1] ?? 0)) ** 2;
  return means.length < 2 ? 0 : (size * squares) / (2 * (means.length - 1));
}

function meanOfRange(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at] ?? 0;
  return to > from ? sum / (to - from) : 0;
}

/** Probability that the absolute value of a Brownian bridge reaches `height`. */
function ofBridge(height: number): number {
  if (height < 0.2) return 1;
  let sum = 0;
  for (let term = 1; term <= 100; term++) sum += (term % 2 === 1 ? 1 : -1) * Math.exp(-2 * (term * height) ** 2);
  return Math.min(1, Math.max(0, 2 * sum));
}
