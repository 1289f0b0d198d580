import fc from "fast-check";
import { expect, it } from "vitest";
import { reduceGraph, type ProcessGraph, type ReducedGraph } from "./reduce-graph.ts";

/** Any log's map: each case is a walk from the source to the sink. */
const graphs = fc
  .array(fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 12 })
  .map((cases): ProcessGraph => {
    const [source, sink] = [12, 13];
    const counts = new Map<string, number>();
    const weights = Array.from({ length: 14 }, () => 0);
    for (const activities of cases) {
      const walk = [source, ...activities, sink];
      for (const [idx, node] of walk.entries()) {
        weights[node] = (weights[node] ?? 0) + 1;
        if (idx > 0) counts.set(`${walk[idx - 1]}>${node}`, (counts.get(`${walk[idx - 1]}>${node}`) ?? 0) + 1);
      }
    }
    const edges = [...counts].map(([name, weight]) => {
      const [from = 0, to = 0] = name.split(">").map(Number);
      return { from, to, weight };
    });
    return { nodes: weights.map((weight) => ({ weight })), edges, source, sink };
  });

/** Nodes that can be reached from one by kept edges. */
function reachable(graph: ProcessGraph, { edges }: ReducedGraph, start: number, near: "from" | "to"): Set<number> {
  const far = near === "from" ? "to" : "from";
  const found = new Set([start]);
  for (const node of found)
    for (const idx of edges) {
      const edge = graph.edges[idx];
      if (edge !== undefined && edge[near] === node) found.add(edge[far]);
    }
  return found;
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

it("leaves every node on a way from the source to the sink, however much is taken away", () => {
  fc.assert(
    fc.property(graphs, share, share, (graph, nodeShare, edgeShare) => {
      const reduced = reduceGraph(graph, nodeShare, edgeShare);
      const fromSource = reachable(graph, reduced, graph.source, "from");
      const toSink = reachable(graph, reduced, graph.sink, "to");
      const used = reduced.nodes.filter((node) => (graph.nodes[node]?.weight ?? 0) > 0);
      expect(used.filter((node) => !fromSource.has(node) || !toSink.has(node))).toEqual([]);
    }),
  );
});

it("keeps everything that a case has where all is asked for", () => {
  fc.assert(
    fc.property(graphs, (graph) => {
      const { edges } = reduceGraph(graph, 1, 1);
      expect(edges).toEqual(graph.edges.map((_, idx) => idx));
    }),
  );
});

it("keeps the heaviest edge and drops the lightest first", () => {
  const graph: ProcessGraph = {
    nodes: [{ weight: 9 }, { weight: 5 }, { weight: 9 }, { weight: 9 }],
    edges: [
      { from: 2, to: 0, weight: 9 },
      { from: 0, to: 3, weight: 4 },
      { from: 0, to: 1, weight: 5 },
      { from: 1, to: 3, weight: 5 },
      { from: 1, to: 0, weight: 1 },
    ],
    source: 2,
    sink: 3,
  };
  expect(reduceGraph(graph, 1, 0).edges).toEqual([0, 2, 3]);
  expect(reduceGraph(graph, 1, 0.5).edges).toEqual([0, 1, 2, 3]);
});
