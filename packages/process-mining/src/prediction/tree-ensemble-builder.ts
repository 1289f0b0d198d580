import type { TreeEnsemble } from "./tree-ensemble.ts";

/** A question that divides rows: left when the bin is equal to, or at or below, `bin`. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly asksEqual: boolean;
}

/** Collects the nodes of an ensemble while its trees grow. */
export class TreeEnsembleBuilder {
  readonly roots: number[] = [];
  readonly feature: number[] = [];
  readonly asksEqual: number[] = [];
  readonly threshold: number[] = [];
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly entryTarget: number[] = [];
  readonly entryWeight: number[] = [];

  /** Adds a branch whose children are set by `link`. */
  addBranch(split: Split, threshold: number): number {
    this.asksEqual.push(split.asksEqual ? 1 : 0);
    this.threshold.push(threshold);
    this.left.push(0);
    this.right.push(0);
    return this.feature.push(split.feature) - 1;
  }

  link(branch: number, left: number, right: number): void {
    this.left[branch] = left;
    this.right[branch] = right;
  }

  /** Adds a leaf that owns the entries added by `addEntry` since the last leaf. */
  addLeaf(): number {
    this.asksEqual.push(0);
    this.threshold.push(0);
    this.left.push(this.#entriesOwned);
    this.right.push(this.entryTarget.length);
    this.#entriesOwned = this.entryTarget.length;
    return this.feature.push(-1) - 1;
  }

  addEntry(target: number, weight: number): void {
    this.entryTarget.push(target);
    this.entryWeight.push(Math.fround(weight));
  }

  /** Sets the weight of a leaf's only entry. */
  setEntry(leaf: number, weight: number): void {
    this.entryWeight[this.left[leaf] ?? 0] = Math.fround(weight);
  }

  /** The ensemble of the first `treeCount` trees. */
  build(targetCount: number, base: number, treeCount: number = this.roots.length): TreeEnsemble {
    const { feature, asksEqual, threshold, left, right, entryTarget, entryWeight } = this;
    const roots = this.roots.slice(0, treeCount);
    return {
      targetCount,
      base: Math.fround(base),
      roots,
      feature,
      asksEqual,
      threshold,
      left,
      right,
      entryTarget,
      entryWeight,
    };
  }

  #entriesOwned = 0;
}
