import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutGraph } from "./layout-graph.ts";

/** Edges from earlier nodes to later ones, at most so far apart; the same for the same seed. */
function randomEdges(seed: number, nodes: number, edges: number, reach: number) {
  let state = seed;
  const upTo = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  return Array.from({ length: edges }, () => {
    const to = 1 + upTo(nodes - 1);
    return { from: to - 1 - upTo(Math.min(reach, to)), to };
  });
}

const SIZE = { width: 100, height: 40 };

const graphs = fc.integer({ min: 1, max: 14 }).chain((nodes) =>
  fc.record({
    nodes: fc.constant(nodes),
    edges: fc.array(
      fc.record({ from: fc.integer({ min: 0, max: nodes - 1 }), to: fc.integer({ min: 0, max: nodes - 1 }) }),
      { maxLength: 30 },
    ),
  }),
);

it("puts no node upon another, and leads each edge from its beginning to its end", () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges }) => {
      const layout = layoutGraph(
        Array.from({ length: nodes }, () => SIZE),
        edges,
      );
      for (const [a, one] of layout.nodes.entries()) {
        expect(one.x - SIZE.width / 2).toBeGreaterThanOrEqual(-0.001);
        expect(one.x + SIZE.width / 2).toBeLessThanOrEqual(layout.width + 0.001);
        for (const other of layout.nodes.slice(a + 1))
          expect(Math.abs(one.x - other.x) >= SIZE.width || Math.abs(one.y - other.y) >= SIZE.height).toBe(true);
      }
      for (const [idx, { from, to }] of edges.entries()) {
        const points = layout.edges[idx] ?? [];
        expect([points[0], points.at(-1)]).toEqual([layout.nodes[from], layout.nodes[to]]);
      }
    }),
  );
});

it("draws a chain straight down, and a loop back to where it began", () => {
  const { nodes } = layoutGraph(
    [SIZE, SIZE, SIZE],
    [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 0 },
    ],
  );
  expect(new Set(nodes.map(({ x }) => Math.round(x))).size).toBeLessThanOrEqual(2);
  expect(nodes.map(({ y }) => y).toSorted((a, b) => a - b)).toEqual(nodes.map(({ y }) => y));
});

it("lays out the graph of a large batch: 31 layers of 31, each upon all of the one before", () => {
  const edges = Array.from({ length: 30 * 31 * 31 }, (_, idx) => {
    const layer = Math.floor(idx / (31 * 31));
    return { from: 31 * layer + (Math.floor(idx / 31) % 31), to: 31 * (layer + 1) + (idx % 31) };
  });
  const layout = layoutGraph(
    Array.from({ length: 961 }, () => SIZE),
    edges,
  );
  expect(new Set(layout.nodes.map(({ y }) => y)).size).toBe(31);
});

it.each([10, 300, 10_000])(
  "lays out 10,000 nodes whose edges reach %d nodes far, however many layers they cross",
  (reach) => {
    const edges = randomEdges(7, 10_000, 20_000, reach);
    const layout = layoutGraph(
      Array.from({ length: 10_000 }, () => SIZE),
      edges,
    );
    const rows = [...Map.groupBy(layout.nodes, ({ y }) => y).values()].map((row) =>
      row.map(({ x }) => x).toSorted((a, b) => a - b),
    );
    const gaps = rows.flatMap((xs) => xs.slice(1).map((x, idx) => x - (xs[idx] ?? 0)));
    expect(Math.min(...gaps.slice(0, 9_999))).toBeGreaterThan(SIZE.width);
    const strays = edges.filter(({ from, to }, idx) => {
      const [first, last] = [layout.edges[idx]?.[0], layout.edges[idx]?.at(-1)];
      return first?.x !== layout.nodes[from]?.x || last?.x !== layout.nodes[to]?.x;
    });
    expect(strays).toEqual([]);
  },
);
