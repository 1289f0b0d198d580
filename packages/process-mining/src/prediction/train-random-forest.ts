import { seededRandom, type Pacer } from "@longhaul/domain";
import type { BinnedColumns } from "./bin-columns.ts";
import { createGiniSplit } from "./gini-split.ts";
import { growTree } from "./grow-tree.ts";
import { TreeEnsembleBuilder } from "./tree-ensemble-builder.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";
import { createDraw } from "./weighted.ts";

export interface RandomForestOptions {
  readonly trees: number;
  readonly maxDepth: number;
  readonly leastRowsPerLeaf: number;
  /** Features to learn from; at each split the square root of their number is tried, as is usual. */
  readonly features: Uint32Array;
  /** Rows drawn, with replacement, for each tree. */
  readonly rowsPerTree: number;
  readonly seed: number;
}

/**
 * Trains a random forest (L. Breiman, "Random Forests", Machine Learning 45, 2001) whose prediction for a row is the
 * mean of the class shares in the leaves it falls into. Deterministic for a seed.
 *
 * @param rows - rows to learn from
 * @param weightOf - how likely each row of `data` is to be drawn
 * @param labels - class of each row of `data`
 */
export async function trainRandomForest(
  data: BinnedColumns,
  rows: Uint32Array,
  weightOf: Float64Array,
  labels: Uint16Array,
  classCount: number,
  options: RandomForestOptions,
  pacer: Pacer,
  onTree: (treesGrown: number) => void,
): Promise<TreeEnsemble> {
  const random = seededRandom(options.seed);
  const builder = new TreeEnsembleBuilder();
  const counts = new Float64Array(classCount);
  const findSplit = createGiniSplit(
    data,
    labels,
    {
      classCount,
      features: options.features,
      featuresPerSplit: Math.ceil(Math.sqrt(options.features.length)),
      leastRows: options.leastRowsPerLeaf,
    },
    random,
  );
  const writeLeaf = (samples: Uint32Array, begin: number, end: number): void => {
    counts.fill(0);
    for (let at = begin; at < end; at++) {
      const label = labels[samples[at] ?? 0] ?? 0;
      counts[label] = (counts[label] ?? 0) + 1;
    }
    for (let label = 0; label < classCount; label++) {
      const count = counts[label] ?? 0;
      if (count > 0) builder.addEntry(label, count / (end - begin) / options.trees);
    }
  };
  const draw = createDraw(rows, weightOf, random);
  for (let tree = 0; tree < options.trees; tree++) {
    const samples = new Uint32Array(Math.min(rows.length, options.rowsPerTree));
    for (let at = 0; at < samples.length; at++) samples[at] = draw();
    growTree({ data, builder, maxDepth: options.maxDepth, findSplit, writeLeaf }, samples);
    onTree(tree + 1);
    await pacer.pause();
  }
  return builder.build(classCount, 0);
}
