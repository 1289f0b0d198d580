import type { BinnedColumns } from "./bin-columns.ts";
import type { Split, TreeEnsembleBuilder } from "./tree-ensemble-builder.ts";

/** Chooses how to divide the rows `samples[begin]` up to `samples[end - 1]`, or null to leave them together. */
export type FindSplit = (samples: Uint32Array, begin: number, end: number) => Split | null;

/** Adds to the builder the entries of a leaf that holds these rows. */
export type WriteLeaf = (samples: Uint32Array, begin: number, end: number) => void;

export interface TreeGrowth {
  readonly data: BinnedColumns;
  readonly builder: TreeEnsembleBuilder;
  readonly maxDepth: number;
  readonly findSplit: FindSplit;
  readonly writeLeaf: WriteLeaf;
}

/** Grows one tree over `samples` (row numbers, reordered in place) and adds it to the builder. */
export function growTree(growth: TreeGrowth, samples: Uint32Array): void {
  growth.builder.roots.push(growNode(growth, samples, 0, samples.length, 0));
}

function growNode(growth: TreeGrowth, samples: Uint32Array, begin: number, end: number, depth: number): number {
  const split = depth < growth.maxDepth ? growth.findSplit(samples, begin, end) : null;
  if (split === null) {
    growth.writeLeaf(samples, begin, end);
    return growth.builder.addLeaf();
  }
  const branch = growth.builder.addBranch(split, growth.data.bounds[split.feature]?.[split.bin] ?? 0);
  const middle = partition(growth.data.bins[split.feature] ?? new Uint8Array(), split, samples, begin, end);
  const left = growNode(growth, samples, begin, middle, depth + 1);
  const right = growNode(growth, samples, middle, end, depth + 1);
  growth.builder.link(branch, left, right);
  return branch;
}

/** Moves the rows that go left to the front and answers where the others begin. */
function partition(bins: Uint8Array, split: Split, samples: Uint32Array, begin: number, end: number): number {
  let left = begin;
  let right = end;
  while (left < right) {
    const sample = samples[left] ?? 0;
    const bin = bins[sample] ?? 0;
    if (split.asksEqual ? bin === split.bin : bin <= split.bin) {
      left++;
    } else {
      right--;
      samples[left] = samples[right] ?? 0;
      samples[right] = sample;
    }
  }
  return left;
}
