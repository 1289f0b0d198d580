import type { Relation } from "./relations.ts";

/** Sets A and B of activities: every a of A causes every b of B. Both ascending. */
export interface ActivityPair {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * All maximal pairs (A, B), both non-empty, such that every a of A causes every b of B, and no two of A and no two of B
 * (an activity with itself included) are related by `follows`: the places of the alpha algorithms. Yields null from
 * time to time between finds, so that the caller can pause.
 *
 * Such pairs are the maximal cliques of a graph over "a in A" and "b in B". They are enumerated by Bron and Kerbosch's
 * algorithm with pivoting (Tomita, Tanaka and Takahashi, 2006), started once per causal pair (a, b), with smaller
 * members excluded, so that each clique is met at its smallest a and b and no time goes into one-sided cliques.
 * The number of pairs may be exponential in the activities.
 */
export function* maximalPairs(causes: Relation, follows: Relation): Generator<ActivityPair | null> {
  const graph = new PairGraph(causes, follows);
  const { size } = causes;
  for (let a = 0; a < size; a++) {
    for (const b of causes.after(a)) {
      const right = size + b;
      if (follows.has(a, a) || follows.has(b, b)) continue;
      const candidates: number[] = [];
      const excluded: number[] = [];
      for (let vertex = 0; vertex < 2 * size; vertex++) {
        if (!graph.joins(vertex, a) || !graph.joins(vertex, right)) continue;
        const isSmaller = vertex < size ? vertex < a : vertex < right;
        (isSmaller ? excluded : candidates).push(vertex);
      }
      yield* grow(graph, [a, right], candidates, excluded);
    }
  }
}

function* grow(
  graph: PairGraph,
  clique: readonly number[],
  candidates: number[],
  excluded: number[],
): Generator<ActivityPair | null> {
  yield null;
  if (candidates.length === 0) {
    if (excluded.length === 0) yield graph.pairOf(clique);
    return;
  }
  const pivot = graph.bestPivot(candidates, excluded);
  for (const vertex of candidates.filter((candidate) => !graph.joins(candidate, pivot))) {
    const joined = (other: number) => graph.joins(other, vertex);
    yield* grow(graph, [...clique, vertex], candidates.filter(joined), excluded.filter(joined));
    candidates.splice(candidates.indexOf(vertex), 1);
    excluded.push(vertex);
  }
}

/** Vertices below `size` say "is in A", those from `size` up "is in B". */
class PairGraph {
  readonly #causes: Relation;
  readonly #follows: Relation;

  constructor(causes: Relation, follows: Relation) {
    this.#causes = causes;
    this.#follows = follows;
  }

  joins(left: number, right: number): boolean {
    if (left === right) return false;
    const { size } = this.#causes;
    const [low, high] = left < right ? [left, right] : [right, left];
    if (low < size && high >= size) {
      const to = high - size;
      return this.#causes.has(low, to) && !this.#follows.has(low, low) && !this.#follows.has(to, to);
    }
    const [a, b] = low < size ? [low, high] : [low - size, high - size];
    return !this.#follows.connects(a, b) && !this.#follows.has(a, a) && !this.#follows.has(b, b);
  }

  /** The vertex that joins most candidates: it leaves the fewest branches. */
  bestPivot(candidates: readonly number[], excluded: readonly number[]): number {
    let best = -1;
    let most = -1;
    for (const vertex of [...candidates, ...excluded]) {
      let joined = 0;
      for (const candidate of candidates) if (this.joins(candidate, vertex)) joined++;
      if (joined > most) {
        most = joined;
        best = vertex;
      }
    }
    return best;
  }

  pairOf(clique: readonly number[]): ActivityPair {
    const { size } = this.#causes;
    const ascending = clique.toSorted((a, b) => a - b);
    return {
      from: ascending.filter((vertex) => vertex < size),
      to: ascending.filter((vertex) => vertex >= size).map((vertex) => vertex - size),
    };
  }
}
