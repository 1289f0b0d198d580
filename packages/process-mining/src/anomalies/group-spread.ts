import { quantile } from "../numbers/quantile.ts";

/** The middle of a group of values, and how far its upper and lower tenth begin from it. */
export interface GroupSpread {
  readonly median: number;
  readonly up: number;
  readonly down: number;
  /** What at most a hundredth of the values, and at least one where it is the only one, is below. */
  readonly low: number;
}

/** A distance below it, 5 % on a logarithmic scale, is none. */
const LEAST = 0.05;

/**
 * Measures it on a logarithmic scale. Distances are made wider by about one standard error, since they are estimates: values
 * of different groups can then be compared. Sorts `values`.
 */
export function measureGroup(values: Float64Array): GroupSpread {
  const ascending = values.sort();
  const median = quantile(ascending, 0.5);
  const wider = 1 + 1 / Math.sqrt(0.1 * values.length);
  const [up, down] = [quantile(ascending, 0.9) - median, median - quantile(ascending, 0.1)];
  const low = ascending[Math.ceil(0.01 * values.length)] ?? median;
  return { median, low, up: wider * Math.max(LEAST, up), down: wider * Math.max(LEAST, down) };
}

/** How far a value is from the middle of its group, in the group's own distances. */
export function relativeTo({ median, up, down }: GroupSpread, value: number): number {
  return value >= median ? (value - median) / up : (value - median) / down;
}
