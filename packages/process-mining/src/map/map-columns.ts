import type { DfgEdge } from "../graph/directly-follows-graph.ts";

/**
 * Divide the activities of a map, which lie on levels from top to bottom, into columns of about the same number of
 * levels that are read one after the other. Each cut is made where the fewest arrows cross it, near its even place.
 * Returns fewer columns than asked for where there are too few levels.
 */
export function divideIntoColumns(
  levels: readonly (readonly number[])[],
  edges: readonly Pick<DfgEdge, "from" | "to">[],
  columns: number,
): number[][] {
  const levelOf = new Map(levels.flatMap((activities, level) => activities.map((activity) => [activity, level])));
  const crossing = (cut: number): number =>
    edges.filter(({ from, to }) => (levelOf.get(from) ?? 0) < cut !== (levelOf.get(to) ?? 0) < cut).length;
  const slack = levels.length / columns < 4 ? 0 : 1;
  const cuts: number[] = [];
  for (let column = 1; column < columns; column++) {
    const even = Math.round((levels.length * column) / columns);
    const near = Array.from({ length: 2 * slack + 1 }, (_, at) => even - slack + at);
    const possible = near.filter((cut) => cut > (cuts.at(-1) ?? 0) && cut < levels.length);
    const [best] = possible.toSorted(
      (a, b) => crossing(a) - crossing(b) || Math.abs(a - even) - Math.abs(b - even) || a - b,
    );
    if (best !== undefined) cuts.push(best);
  }
  return [0, ...cuts].map((first, idx) => levels.slice(first, cuts[idx]).flat());
}
