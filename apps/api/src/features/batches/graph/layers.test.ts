import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawLayers } from "./draw-layers.ts";
import { placeNodes } from "./place-nodes.ts";
import { reduceEdges } from "./reduce-edges.ts";

/** Any graph without cycles: nodes depend on earlier ones. */
const anyGraph = fc
  .integer({ min: 1, max: 70 })
  .chain((n) =>
    fc.tuple(
      ...Array.from({ length: n }, (_, node) =>
        fc.uniqueArray(fc.nat({ max: Math.max(0, node - 1) }), { maxLength: node }),
      ),
    ),
  );

/** All that each node depends on, directly or not. */
function ancestors(graph: readonly (readonly number[])[]): string[] {
  const sets: Set<number>[] = [];
  for (const [node, dependencies] of graph.entries())
    sets[node] = new Set(dependencies.flatMap((dependency) => [dependency, ...(sets[dependency] ?? [])]));
  return sets.map((set) => [...set].toSorted((a, b) => a - b).join());
}

describe("large batches", () => {
  it("lose only those arrows that follow from others", () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const reduced = reduceEdges(graph);
        expect(ancestors(reduced)).toEqual(ancestors(graph));
        for (const [node, dependencies] of reduced.entries()) {
          const without = dependencies.map((dependency) => ancestors(reduced)[dependency]?.split(",") ?? []);
          expect(
            dependencies.some((one) => without.some((list) => list.includes(String(one)))),
            `${node}`,
          ).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("have their operations apart from each other, each behind what it depends on", () => {
    const wide = Array.from({ length: 200 }, (_, idx) => (idx < 3 ? [] : [idx % 3]));
    const long = Array.from({ length: 200 }, (_, idx) => (idx === 0 ? [] : [idx - 1]));
    for (const graph of [wide, long, [[], [0], [0], [1, 2]]]) {
      const places = placeNodes(graph);
      expect(new Set(places.map(({ column, row }) => `${column} ${row}`)).size).toBe(graph.length);
      for (const [node, dependencies] of graph.entries()) {
        for (const dependency of dependencies) {
          const [from, to] = [places[dependency], places[node]];
          const isBehind = (to?.column ?? 0) > (from?.column ?? 0) || (to?.row ?? 0) > (from?.row ?? 0);
          expect(isBehind).toBe(true);
        }
      }
    }
  });

  it("are drawn with every operation, and say how many dependencies are left out", () => {
    const n = 300;
    const dependsOn = Array.from({ length: n }, (_, idx) =>
      Array.from({ length: Math.min(idx, 50) }, (__, place) => idx - 1 - place),
    );
    const nodes = dependsOn.map((_, idx) => ({
      id: `op-${idx}`,
      lines: [`<key & "${idx}"\u0001>`, "a name that is far too long to fit into a box", "Running 5 %"] as const,
      fill: "#ffffff",
    }));
    const svg = drawLayers({ title: "A batch", nodes, dependsOn });
    expect(svg.match(/<path /g)).toHaveLength(n - 1);
    expect(svg.match(/<title>/g)).toHaveLength(n);
    const edges = dependsOn.reduce((sum, list) => sum + list.length, 0);
    expect(svg).toContain(`A batch · ${edges - (n - 1)} dependencies that follow from others are not drawn`);
    expect(svg).toContain("&lt;key &amp; &quot;7&quot;\ufffd&gt;");
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it("are drawn without a node", () => {
    expect(drawLayers({ title: "Nothing", nodes: [], dependsOn: [] })).toContain("</svg>");
  });
});
