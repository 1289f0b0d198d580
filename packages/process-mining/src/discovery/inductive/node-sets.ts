import { groupsOf } from "./sublog-graph.ts";

/** Disjoint sets of nodes. Source: Tarjan, Efficiency of a Good But Not Linear Set Union Algorithm (1975). */
export class NodeSets {
  readonly #parent: Int32Array;
  #count: number;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, node) => node);
    this.#count = size;
  }

  /** How many sets there are. */
  get count(): number {
    return this.#count;
  }

  find(node: number): number {
    let root = node;
    while ((this.#parent[root] ?? root) !== root) root = this.#parent[root] ?? root;
    for (let at = node; at !== root;) {
      const next = this.#parent[at] ?? root;
      this.#parent[at] = root;
      at = next;
    }
    return root;
  }

  unite(a: number, b: number): void {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA === rootB) return;
    this.#parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
    this.#count--;
  }

  /** The sets, ordered by their smallest node, each ascending. */
  groups(): number[][] {
    return groupsOf(this.#parent.map((_, node) => this.find(node)));
  }
}
