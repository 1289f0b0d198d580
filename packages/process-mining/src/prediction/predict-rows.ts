import type { Pacer } from "@longhaul/domain";
import type { PrefixTable } from "./prefix-table.ts";
import { predictRow, type TreeEnsemble } from "./tree-ensemble.ts";

const ROWS_BETWEEN_BREATHS = 512;

/**
 * A number for each row, made of what the trees say of it.
 * @param targets how many values the trees give
 * @param valueOf makes one number of them; they are overwritten by those of the next row
 */
export async function predictRows(
  trees: TreeEnsemble,
  targets: number,
  table: PrefixTable,
  rows: Uint32Array,
  valueOf: (values: Float64Array) => number,
  pacer: Pacer,
): Promise<Float64Array> {
  const values = new Float64Array(targets);
  const predicted = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    if (at % ROWS_BETWEEN_BREATHS === 0) await pacer.pause();
    predictRow(trees, table.columns, rows[at] ?? 0, values);
    predicted[at] = valueOf(values);
  }
  return predicted;
}
