import { medianInPlace } from "../numbers/median-in-place.ts";
import type { TreeEnsembleBuilder } from "./tree-ensemble-builder.ts";
import { weightedMedianInPlace } from "./weighted.ts";

/** Rows whose medians leaves are to hold, all of equal weight where `weightOf` is null. */
interface LeafRows {
  readonly rows: Uint32Array;
  readonly weightOf: Float64Array | null;
  /** The leaf of each row, by row. */
  readonly leafOf: Uint32Array;
}

/** Sets the one entry of each leaf that was added at `firstNode` or behind to `share` of the median of its rows. */
type FillLeaves = (
  builder: TreeEnsembleBuilder,
  firstNode: number,
  rows: LeafRows,
  valueOf: Float64Array,
  share: number,
) => void;

/** Creates a function that fills leaves of so many rows, without further memory than that of the nodes. */
export function createLeafMedians(rowCount: number): FillLeaves {
  const values = new Float64Array(rowCount);
  const weights = new Float64Array(rowCount);
  return (builder, firstNode, { rows, weightOf, leafOf }, valueOf, share) => {
    // First how many rows each node has, then where its rows begin; it moves behind them as they are written.
    const behind = new Uint32Array(builder.feature.length - firstNode);
    for (const row of rows) {
      const node = (leafOf[row] ?? 0) - firstNode;
      behind[node] = (behind[node] ?? 0) + 1;
    }
    for (let node = 0, sum = 0; node < behind.length; node++) {
      const count = behind[node] ?? 0;
      behind[node] = sum;
      sum += count;
    }
    for (const row of rows) {
      const node = (leafOf[row] ?? 0) - firstNode;
      const at = behind[node] ?? 0;
      values[at] = valueOf[row] ?? 0;
      if (weightOf !== null) weights[at] = weightOf[row] ?? 0;
      behind[node] = at + 1;
    }
    for (let node = 0, begin = 0; node < behind.length; node++) {
      const end = behind[node] ?? 0;
      if (end > begin) {
        const median =
          weightOf === null ? medianInPlace(values, begin, end) : weightedMedianInPlace(values, weights, begin, end);
        builder.setEntry(firstNode + node, share * median);
      }
      begin = end;
    }
  };
}
