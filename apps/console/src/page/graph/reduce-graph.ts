/** A process map with one node before all starts and one behind all ends. */
export interface ProcessGraph {
  readonly nodes: readonly { readonly weight: number }[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly weight: number }[];
  readonly source: number;
  readonly sink: number;
}

/** What is left of a graph, by indexes into it. */
export interface ReducedGraph {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

/**
 * Keeps the heaviest nodes and edges so that what is left is always connected: every node lies on a way from the source to the
 * sink. For this, each node has a heaviest way from the source and one to the sink (maximum spanning trees, Prim), and a kept
 * node brings its ways along.
 * @param nodeShare share of the nodes to keep, 0 to 1; more are kept where their ways need them
 * @param edgeShare share of the other edges between kept nodes, the heaviest first
 */
export function reduceGraph(graph: ProcessGraph, nodeShare: number, edgeShare: number): ReducedGraph {
  const { nodes, edges, source, sink } = graph;
  const from = heaviestTree(graph, source, "from");
  const to = heaviestTree(graph, sink, "to");
  const inner = nodes.map((_, idx) => idx).filter((idx) => idx !== source && idx !== sink);
  const byWeight = inner.toSorted((a, b) => (nodes[b]?.weight ?? 0) - (nodes[a]?.weight ?? 0) || a - b);
  const wanted = byWeight.slice(0, Math.max(1, Math.round(nodeShare * inner.length)));

  const keptNodes = new Set([source, sink]);
  const keptEdges = new Set<number>();
  const bring = (start: number, tree: ReadonlyMap<number, number>, end: "from" | "to"): void => {
    for (let node = start; ;) {
      keptNodes.add(node);
      const edge = tree.get(node);
      if (edge === undefined || keptEdges.has(edge)) return;
      keptEdges.add(edge);
      node = edges[edge]?.[end] ?? node;
      // What lies on the way must get to both ends as well.
      if (!keptNodes.has(node)) {
        keptNodes.add(node);
        pending.push(node);
      }
    }
  };
  const pending = [...wanted];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    bring(node, from, "from");
    bring(node, to, "to");
  }

  const others = edges
    .map((_, idx) => idx)
    .filter(
      (idx) => !keptEdges.has(idx) && keptNodes.has(edges[idx]?.from ?? -1) && keptNodes.has(edges[idx]?.to ?? -1),
    )
    .toSorted((a, b) => (edges[b]?.weight ?? 0) - (edges[a]?.weight ?? 0) || a - b);
  for (const idx of others.slice(0, Math.round(edgeShare * others.length))) keptEdges.add(idx);
  return { nodes: [...keptNodes].toSorted((a, b) => a - b), edges: [...keptEdges].toSorted((a, b) => a - b) };
}

/** For each reachable node, the last edge of the heaviest path to it. */
function heaviestTree({ edges }: ProcessGraph, root: number, near: "from" | "to"): Map<number, number> {
  const far = near === "from" ? "to" : "from";
  const byNear = Map.groupBy(
    edges.map((edge, idx) => ({ ...edge, idx })),
    (edge) => edge[near],
  );
  const tree = new Map<number, number>();
  const reached = new Set([root]);
  const frontier = [...(byNear.get(root) ?? [])];
  while (frontier.length > 0) {
    let best = 0;
    for (const [idx, edge] of frontier.entries()) if (edge.weight > (frontier[best]?.weight ?? -1)) best = idx;
    const [edge] = frontier.splice(best, 1);
    if (edge === undefined || reached.has(edge[far])) continue;
    reached.add(edge[far]);
    tree.set(edge[far], edge.idx);
    frontier.push(...(byNear.get(edge[far]) ?? []));
  }
  return tree;
}
