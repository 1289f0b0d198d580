import { DomainError } from "@longhaul/domain";

const MAX_STEPS = 100_000;

/**
 * The maximal cliques of a small undirected graph over the given members, isolated members on their own; each ascending.
 * Source: Bron and Kerbosch, Algorithm 457 (1973), with pivoting. Exponential in the worst case: throws a
 * DomainError (`unprocessable`) after 100,000 steps.
 */
export function maximalCliques(members: readonly number[], pairs: readonly (readonly [number, number])[]): number[][] {
  const joined = new Map<number, Set<number>>(members.map((member) => [member, new Set()]));
  for (const [a, b] of pairs) {
    joined.get(a)?.add(b);
    joined.get(b)?.add(a);
  }
  const joins = (a: number, b: number): boolean => joined.get(a)?.has(b) === true;
  const found: number[][] = [];
  let steps = 0;
  const grow = (clique: readonly number[], candidates: number[], excluded: number[]): void => {
    if (++steps > MAX_STEPS) {
      throw new DomainError(
        "unprocessable",
        "The branches of this log combine in too many ways for the heuristics miner. Choose an inductive miner.",
      );
    }
    if (candidates.length === 0) {
      if (excluded.length === 0) found.push(clique.toSorted((a, b) => a - b));
      return;
    }
    const degree = (vertex: number) => candidates.filter((candidate) => joins(candidate, vertex)).length;
    const pivot = [...candidates, ...excluded].reduce((best, vertex) =>
      degree(vertex) > degree(best) ? vertex : best,
    );
    for (const vertex of candidates.filter((candidate) => !joins(candidate, pivot))) {
      const near = (other: number) => joins(other, vertex);
      grow([...clique, vertex], candidates.filter(near), excluded.filter(near));
      candidates.splice(candidates.indexOf(vertex), 1);
      excluded.push(vertex);
    }
  };
  if (members.length > 0) grow([], [...members], []);
  return found.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}
