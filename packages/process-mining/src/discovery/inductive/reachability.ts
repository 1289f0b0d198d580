import { hasEdge, type SublogGraph } from "./sublog-graph.ts";

/**
 * Which nodes can be reached from which, by one edge or more, as rows of bits.
 * Source: Warshall, A Theorem on Boolean Matrices (1962).
 */
export class Reachability {
  readonly #rows: readonly Uint32Array[];

  constructor(graph: SublogGraph) {
    const size = graph.activities.length;
    const rows = Array.from({ length: size }, () => new Uint32Array(Math.ceil(size / 32)));
    for (const [a, row] of rows.entries()) {
      for (let b = 0; b < size; b++) if (hasEdge(graph, a, b)) row[b >>> 5] = (row[b >>> 5] ?? 0) | (1 << (b & 31));
    }
    this.#rows = rows;
    for (const [via, onwards] of rows.entries()) {
      for (const [from, row] of rows.entries()) {
        if (from === via || !this.has(from, via)) continue;
        for (let word = 0; word < row.length; word++) row[word] = (row[word] ?? 0) | (onwards[word] ?? 0);
      }
    }
  }

  has(from: number, to: number): boolean {
    return (((this.#rows[from]?.[to >>> 5] ?? 0) >>> (to & 31)) & 1) === 1;
  }
}
