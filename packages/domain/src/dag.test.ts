import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findCycle, scheduleAlongCriticalPath, topologicalOrder } from "./dag.ts";

/** Any graph over n nodes, cycles and self edges included. */
const anyGraph = fc
  .integer({ min: 1, max: 12 })
  .chain((n) => fc.array(fc.uniqueArray(fc.nat({ max: n - 1 }), { maxLength: 4 }), { minLength: n, maxLength: n }));

describe("graphs of dependencies", () => {
  it("either have an order or a cycle, never both", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const order = topologicalOrder(graph);
        const cycle = findCycle(graph) ?? [];
        expect(order === null).toBe(cycle.length > 0);
        const place = new Map(order?.map((node, idx) => [node, idx]));
        const early = graph.flatMap((dependencies, node) =>
          dependencies.filter((dependency) => (place.get(dependency) ?? -1) >= (place.get(node) ?? 0)),
        );
        expect(order === null ? [] : early).toEqual([]);
        expect(cycle[0]).toBe(cycle.at(-1));
        expect(cycle.slice(0, -1).every((node, idx) => graph[node]?.includes(cycle[idx + 1] ?? -1))).toBe(true);
      }),
    );
  });

  it("are walked without recursion, however deep", () => {
    const chain = Array.from({ length: 100_000 }, (_, idx) => (idx === 0 ? [] : [idx - 1]));
    expect(findCycle(chain)).toBeNull();
    expect(topologicalOrder(chain)).toHaveLength(100_000);
  });

  it("take as long as their longest path", () => {
    const took = (seconds: number) => ({ lowSec: seconds, highSec: 2 * seconds });
    const { nodes, total } = scheduleAlongCriticalPath([[], [0], [0], [1, 2]], [took(1), took(5), took(2), took(1)]);
    expect(total).toEqual({ lowSec: 7, highSec: 14 });
    expect(nodes[3]?.start).toEqual({ lowSec: 6, highSec: 12 });
    expect(nodes[2]).toEqual({ start: { lowSec: 1, highSec: 2 }, end: { lowSec: 3, highSec: 6 } });
    expect(() => scheduleAlongCriticalPath([[0]], [took(1)])).toThrow("cycle");
  });
});
