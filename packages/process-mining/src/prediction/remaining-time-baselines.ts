import { medianOf } from "./median-of.ts";
import type { PrefixTable } from "./prefix-table.ts";

/** Remaining hours to expect without a model. */
export interface RemainingTimeMedians {
  readonly overall: number;
  /** By the code of the latest activity. */
  readonly byLastActivity: ReadonlyMap<number, number>;
}

/** Learns the medians from the given rows. */
export function learnRemainingTimeMedians(table: PrefixTable, rows: Uint32Array): RemainingTimeMedians {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const code = table.columns[0]?.[row] ?? 0;
    const hours = table.remainingHours[row] ?? 0;
    const group = groups.get(code);
    if (group === undefined) groups.set(code, [hours]);
    else group.push(hours);
  }
  return {
    overall: medianOf(Float64Array.from(rows, (row) => table.remainingHours[row] ?? 0)),
    byLastActivity: new Map([...groups].map(([code, hours]) => [code, medianOf(Float64Array.from(hours))])),
  };
}
