/**
 * Trees whose leaves add weights to targets (classes, or the one target of a regression), as columns of nodes.
 * A prediction is `base` plus, for each tree, the weights of the leaf that the row falls into.
 */
export interface TreeEnsemble {
  readonly targetCount: number;
  /** Added to every target. */
  readonly base: number;
  /** Root node of each tree. */
  readonly roots: readonly number[];
  /** Feature by which a node splits, -1 = leaf. */
  readonly feature: readonly number[];
  /** 1: left when the value equals the threshold; 0: left when it is at or below it. */
  readonly asksEqual: readonly number[];
  /** A 32-bit float. */
  readonly threshold: readonly number[];
  /** Of a branch: the child nodes. Of a leaf: the first of its entries, and behind the last. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Entries of the leaves: target and weight (a 32-bit float). */
  readonly entryTarget: readonly number[];
  readonly entryWeight: readonly number[];
}

/** The leaf of one tree that row `row` of `columns` falls into. */
export function findLeaf(
  trees: Pick<TreeEnsemble, "feature" | "asksEqual" | "threshold" | "left" | "right">,
  root: number,
  columns: readonly Float32Array[],
  row: number,
): number {
  let node = root;
  for (;;) {
    const feature = trees.feature[node] ?? -1;
    if (feature < 0) return node;
    const value = columns[feature]?.[row] ?? 0;
    const threshold = trees.threshold[node] ?? 0;
    const goesLeft = trees.asksEqual[node] === 1 ? value === threshold : value <= threshold;
    node = (goesLeft ? trees.left[node] : trees.right[node]) ?? 0;
  }
}

/** Writes the prediction for one row into `out`, which has one place for each target. */
export function predictRow(
  trees: TreeEnsemble,
  columns: readonly Float32Array[],
  row: number,
  out: Float64Array,
): void {
  out.fill(trees.base);
  for (const root of trees.roots) {
    const leaf = findLeaf(trees, root, columns, row);
    const end = trees.right[leaf] ?? 0;
    for (let entry = trees.left[leaf] ?? 0; entry < end; entry++) {
      const target = trees.entryTarget[entry] ?? 0;
      out[target] = (out[target] ?? 0) + (trees.entryWeight[entry] ?? 0);
    }
  }
}
