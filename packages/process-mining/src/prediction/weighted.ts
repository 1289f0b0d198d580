import type { Random } from "@longhaul/domain";
import { medianOfThree } from "../numbers/median-in-place.ts";
import { medianOf } from "../numbers/median-of.ts";

/** The value that half of the weight doesn't exceed; with equal weights the median. NaN when there are none. */
export function weightedMedian(values: Float64Array, weights: Float64Array): number {
  if (weights.every((weight) => weight === weights[0])) return medianOf(values);
  return weightedQuantile(values, weights, 0.5);
}

/**
 * The value that half of the weight from index `from` up to, not including, `to` doesn't exceed, in linear expected time;
 * that part of both arrays is reordered. NaN for an empty range; no value may be NaN.
 * Source: as `medianInPlace`, with weights instead of ranks and pivots that were met set aside.
 */
export function weightedMedianInPlace(values: Float64Array, weights: Float64Array, from: number, to: number): number {
  if (to <= from) return Number.NaN;
  const swap = (one: number, other: number): void => {
    const [value, weight] = [values[one] ?? 0, weights[one] ?? 0];
    values[one] = values[other] ?? 0;
    weights[one] = weights[other] ?? 0;
    values[other] = value;
    weights[other] = weight;
  };
  let wanted = 0;
  for (let at = from; at < to; at++) wanted += (weights[at] ?? 0) / 2;
  let [low, high] = [from, to - 1];
  while (low < high) {
    const pivot = medianOfThree(values[low] ?? 0, values[(low + high) >>> 1] ?? 0, values[high] ?? 0);
    let [below, at, above] = [low, low, high];
    let [weightBelow, weightOfPivot] = [0, 0];
    while (at <= above) {
      const value = values[at] ?? 0;
      if (value > pivot) {
        swap(at, above--);
        continue;
      }
      if (value < pivot) {
        weightBelow += weights[at] ?? 0;
        swap(at, below++);
      } else {
        weightOfPivot += weights[at] ?? 0;
      }
      at++;
    }
    if (wanted <= weightBelow && below > low) {
      high = below - 1;
    } else if (wanted <= weightBelow + weightOfPivot || above === high) {
      return pivot;
    } else {
      wanted -= weightBelow + weightOfPivot;
      low = above + 1;
    }
  }
  return values[low] ?? Number.NaN;
}

/** The least value that `share` of the weight doesn't exceed. */
export function weightedQuantile(values: Float64Array, weights: Float64Array, share: number): number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const wanted = share * sumOf(weights);
  let reached = 0;
  for (const at of order) {
    reached += weights[at] ?? 0;
    if (reached >= wanted) return values[at] ?? Number.NaN;
  }
  return values[order.at(-1) ?? 0] ?? Number.NaN;
}

/** The mean of the values by weight; NaN when there are none. */
export function weightedMean(values: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < weights.length; at++) sum += (values[at] ?? 0) * (weights[at] ?? 0);
  return sum / sumOf(weights);
}

/** Sum of all values. */
export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/**
 * Draws rows with replacement, each as likely as its weight says; with equal weights all alike. Looks a draw up in a guide
 * table (H. Chen and Y. Asau, "On Generating Random Variates from an Empirical Distribution", AIIE Transactions 6, 1974).
 */
export function createDraw(rows: Uint32Array, weightOf: Float64Array, random: Random): () => number {
  const reached = new Float64Array(rows.length);
  let total = 0;
  for (const [at, row] of rows.entries()) reached[at] = total += weightOf[row] ?? 0;
  const guide = new Uint32Array(rows.length);
  for (let part = 0, at = 0; part < rows.length; part++) {
    while ((reached[at] ?? total) <= (part / rows.length) * total && at < rows.length - 1) at++;
    guide[part] = at;
  }
  return () => {
    const share = random();
    let at = guide[Math.floor(share * rows.length)] ?? 0;
    while (at < rows.length - 1 && (reached[at] ?? 0) <= share * total) at++;
    return rows[at] ?? 0;
  };
}
