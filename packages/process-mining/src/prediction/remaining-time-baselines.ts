import type { PrefixTable } from "./prefix-table.ts";
import { weightedMedian } from "./weighted.ts";

/** Remaining hours to expect without a model. */
export interface RemainingTimeMedians {
  readonly overall: number;
  /** By the code of the latest activity. */
  readonly byLastActivity: ReadonlyMap<number, number>;
}

/** Learns the medians from the given rows, each of which counts for its weight. */
export function learnRemainingTimeMedians(
  table: PrefixTable,
  rows: Uint32Array,
  weightOf: Float64Array,
): RemainingTimeMedians {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const code = table.columns[0]?.[row] ?? 0;
    const group = groups.get(code);
    if (group === undefined) groups.set(code, [row]);
    else group.push(row);
  }
  const median = (of: ArrayLike<number>): number =>
    weightedMedian(
      Float64Array.from(of, (row) => table.remainingHours[row] ?? 0),
      Float64Array.from(of, (row) => weightOf[row] ?? 0),
    );
  return { overall: median(rows), byLastActivity: new Map([...groups].map(([code, of]) => [code, median(of)])) };
}
