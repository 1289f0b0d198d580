import { expect, it } from "vitest";
import { changeOf, compareFigures, compareMaps, mostChanged } from "./compare.ts";
import type { Discovery } from "./report.ts";

/** An analysis of some traces, each with how many cases took it. */
function discoveryOf(traces: readonly (readonly [string, number])[]): Discovery {
  const names = [...new Set(traces.flatMap(([trace]) => trace.split("")))];
  const edges = new Map<string, number>();
  const nodes = names.map((activity) => ({ activity, count: 0, caseCount: 0, startCount: 0, endCount: 0 }));
  let events = 0;
  for (const [trace, cases] of traces)
    for (const [idx, name] of trace.split("").entries()) {
      const node = nodes[names.indexOf(name)];
      if (node === undefined) continue;
      node.count += cases;
      events += cases;
      if (idx === 0) node.startCount += cases;
      const next = trace[idx + 1];
      if (next === undefined) node.endCount += cases;
      else edges.set(name + next, (edges.get(name + next) ?? 0) + cases);
    }
  return {
    events,
    cases: traces.reduce((sum, [, cases]) => sum + cases, 0),
    variantCount: traces.length,
    graph: {
      nodes,
      edges: [...edges].map(([pair, count]) => ({
        from: names.indexOf(pair.slice(0, 1)),
        to: names.indexOf(pair.slice(1)),
        count,
      })),
    },
  };
}

const BEFORE = discoveryOf([
  ["abc", 60],
  ["abbc", 40],
]);
const AFTER = discoveryOf([["axc", 10]]);

it("tells figures side by side, and leaves out what neither has", () => {
  expect(compareFigures(BEFORE, AFTER)).toEqual([
    { key: "cases", unit: "count", values: [100, 10] },
    { key: "events", unit: "count", values: [340, 30] },
    { key: "variants", unit: "count", values: [2, 1] },
  ]);
  const timed = { ...AFTER, caseDurations: { mean: 2, median: 1, p95: 3 } };
  expect(compareFigures(BEFORE, timed)).toContainEqual({ key: "median", unit: "seconds", values: [null, 1] });
});

it("matches activities and paths by name, in a hundred cases of each", () => {
  const { activities, paths, union } = compareMaps(BEFORE, AFTER);
  expect(activities).toEqual([
    { activity: "a", a: 100, b: 100 },
    { activity: "b", a: 140, b: 0 },
    { activity: "c", a: 100, b: 100 },
    { activity: "x", a: 0, b: 100 },
  ]);
  expect(paths).toContainEqual({ from: "b", to: "b", a: 40, b: 0 });
  expect(paths).toContainEqual({ from: "a", to: "x", a: 0, b: 100 });
  expect(union.graph.nodes).toHaveLength(4);
  expect(mostChanged(activities).map(({ activity }) => activity)).toEqual(["b", "x"]);
});

it("finds no change between an analysis and itself", () => {
  const { activities, paths } = compareMaps(BEFORE, BEFORE);
  expect([mostChanged(activities), mostChanged(paths)]).toEqual([[], []]);
  expect(new Set([...activities, ...paths].map(changeOf))).toEqual(new Set(["same"]));
});

it.each([
  [0, 3, "new"],
  [3, 0, "gone"],
  [10, 12, "more"],
  [10, 8, "less"],
  [10, 10.5, "same"],
  [0, 0, "same"],
] as const)("calls %d → %d %s", (a, b, change) => {
  expect(changeOf({ a, b })).toBe(change);
});
