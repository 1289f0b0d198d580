import type { RunOptions } from "@longhaul/event-log";
import { quantile } from "./quantile.ts";
import { sortInTurns } from "./sort-in-turns.ts";

/** The shape of a set of figures. The unit is that of the figures. All but `count` are NaN when there are none. */
export interface DistributionSummary {
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly p25: number;
  readonly p75: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
  /** Standard deviation of the population: divisor n. */
  readonly standardDeviation: number;
}

/** Summarise figures; quantiles by linear interpolation. The array is not changed. */
export function summarizeDistribution(values: Float64Array): DistributionSummary {
  return summarizeAscending(values.slice().sort());
}

/** The same in turns, for many figures: see `sortInTurns`. */
export async function summarizeInTurns(values: Float64Array, run: RunOptions): Promise<DistributionSummary> {
  const summary = summarizeAscending(await sortInTurns(values.slice(), run));
  run.onProgress?.(1);
  return summary;
}

function summarizeAscending(ascending: Float64Array): DistributionSummary {
  const count = ascending.length;
  let sum = 0;
  for (const value of ascending) sum += value;
  const mean = count === 0 ? Number.NaN : sum / count;
  let squares = 0;
  for (const value of ascending) squares += (value - mean) ** 2;
  return {
    count,
    mean,
    median: quantile(ascending, 0.5),
    p25: quantile(ascending, 0.25),
    p75: quantile(ascending, 0.75),
    p95: quantile(ascending, 0.95),
    min: ascending[0] ?? Number.NaN,
    max: ascending[count - 1] ?? Number.NaN,
    standardDeviation: count === 0 ? Number.NaN : Math.sqrt(squares / count),
  };
}
