/** An arc between two activities; `edge` is its place in the graph. */
export interface Arc {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  readonly edge: number;
}

/**
 * Reach every node from outside by the heaviest arc that leads out of what is reached already (Prim's algorithm on a
 * directed graph). `rootWeights` holds the weight with which a node is reached from outside itself. Returns the arc by
 * which each node was reached; nodes reached from outside, or not at all, have none.
 */
export function heaviestTree(
  nodes: readonly number[],
  rootWeights: ReadonlyMap<number, number>,
  arcs: readonly Arc[],
): ReadonlyMap<number, Arc> {
  const outgoing = Map.groupBy(arcs, ({ from }) => from);
  const weightOf = new Map(nodes.map((node) => [node, rootWeights.get(node) ?? 0]));
  const arcOf = new Map<number, Arc>();
  const waiting = new Set(nodes);
  while (waiting.size > 0) {
    let heaviest = -1;
    let weight = 0;
    for (const node of waiting) {
      const candidate = weightOf.get(node) ?? 0;
      if (candidate > weight) [heaviest, weight] = [node, candidate];
    }
    if (heaviest < 0) break;
    waiting.delete(heaviest);
    for (const arc of outgoing.get(heaviest) ?? []) {
      if (!waiting.has(arc.to) || arc.weight <= (weightOf.get(arc.to) ?? 0)) continue;
      weightOf.set(arc.to, arc.weight);
      arcOf.set(arc.to, arc);
    }
  }
  return arcOf;
}
