import type { Pacer } from "@longhaul/domain";
import type { Feature } from "./feature.ts";

/** Feature columns as small integers, so that a split is found by counting. */
export interface BinnedColumns {
  readonly rowCount: number;
  /** Bin of each row, by feature. */
  readonly bins: readonly Uint8Array[];
  /** Greatest value of each bin, by feature: a value is in the first bin whose bound it doesn't exceed. */
  readonly bounds: readonly Float32Array[];
  /** Whether the bins of a feature are codes: only then does "equal to" make sense. */
  readonly isCategory: readonly boolean[];
}

const mostBins = 64;
const sampledValues = 65_536;

/**
 * Cuts every column into bins: a category into its codes, a number at (at most 63) quantiles of its values; NaN, where
 * there is no value, is in the last bin, on its own.
 * Bounds lie between two values, rounded to a 32-bit float that still separates them.
 */
export async function binColumns(
  features: readonly Feature[],
  columns: readonly Float32Array[],
  rowCount: number,
  pacer: Pacer,
): Promise<BinnedColumns> {
  const bins: Uint8Array[] = [];
  const bounds: Float32Array[] = [];
  const isCategory: boolean[] = [];
  for (const [index, feature] of features.entries()) {
    const values = columns[index] ?? new Float32Array(rowCount);
    const category = feature.kind === "category";
    const columnBounds = category ? Float32Array.from(feature.codes ?? [], (_, code) => code) : quantileBounds(values);
    isCategory.push(category);
    bounds.push(columnBounds);
    bins.push(category ? Uint8Array.from(values) : assignBins(values, columnBounds));
    await pacer.pause();
  }
  return { rowCount, bins, bounds, isCategory };
}

function quantileBounds(values: Float32Array): Float32Array {
  const stride = Math.max(1, Math.floor(values.length / sampledValues));
  const sample = new Float32Array(Math.ceil(values.length / stride));
  let sampled = 0;
  for (let row = 0; row < values.length; row += stride) {
    const value = values[row] ?? Number.NaN;
    if (!Number.isNaN(value)) sample[sampled++] = value;
  }
  const sorted = sample.subarray(0, sampled).sort();
  const distinct = sorted.filter((value, index) => index === 0 || value !== sorted[index - 1]);
  const bounds: number[] = [];
  const separate = (low: number, high: number): void => {
    const middle = Math.fround(low + (high - low) / 2);
    const bound = middle < high ? middle : low;
    if (bounds.length === 0 || bound > (bounds.at(-1) ?? 0)) bounds.push(bound);
  };
  if (distinct.length <= mostBins) {
    for (let index = 1; index < distinct.length; index++) separate(distinct[index - 1] ?? 0, distinct[index] ?? 0);
  } else {
    let at = 0;
    for (let cut = 1; cut < mostBins; cut++) {
      const value = sorted[Math.floor((cut * sorted.length) / mostBins)] ?? 0;
      while ((distinct[at] ?? Number.POSITIVE_INFINITY) < value) at++;
      const following = distinct[at + 1];
      if (following !== undefined) separate(value, following);
    }
  }
  let greatest = Number.NEGATIVE_INFINITY;
  let isMissing = false;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? Number.NaN;
    if (value > greatest) greatest = value;
    else if (Number.isNaN(value)) isMissing = true;
  }
  if (isMissing && greatest > (bounds.at(-1) ?? Number.NEGATIVE_INFINITY)) bounds.push(greatest);
  bounds.push(Number.POSITIVE_INFINITY);
  return Float32Array.from(bounds);
}

function assignBins(values: Float32Array, bounds: Float32Array): Uint8Array {
  const bins = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    let low = 0;
    let high = bounds.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value <= (bounds[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    bins[row] = low;
  }
  return bins;
}
