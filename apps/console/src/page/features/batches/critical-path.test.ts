import type { BatchOperationAnswer } from "@longhaul/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { criticalPathOf } from "./critical-path.ts";

const START = Date.UTC(2026, 0, 1);

/** An operation that ran so many seconds; null for one that has yet to. */
const operation = (seconds: number | null, idx: number): BatchOperationAnswer => ({
  operationKey: `o${idx}`,
  operationId: `op-${idx}`,
  status: seconds === null ? "Pending" : "Completed",
  dependencies: [],
  ...(seconds === null
    ? {}
    : { startTime: new Date(START).toISOString(), endTime: new Date(START + 1000 * seconds).toISOString() }),
});

const pathOf = (seconds: readonly (number | null)[], edges: readonly (readonly [number, number])[]) =>
  criticalPathOf(
    seconds.map(operation),
    edges.map(([from, to]) => ({ from, to })),
    START,
  );

it("is the way that takes longest", () => {
  const { places, seconds } = pathOf(
    [5, 60, 10, 1],
    [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
    ],
  );
  expect(places).toEqual([0, 1, 3]);
  expect(seconds).toBeCloseTo(66, 1);
});

it("takes what has yet to run for as long as the others on average, and the longer chain where nothing ran", () => {
  expect(pathOf([10, null, null], [[1, 2]]).places).toEqual([1, 2]);
  expect(pathOf([null, null, null], [[1, 2]]).places).toEqual([1, 2]);
  expect(pathOf([], []).places).toEqual([]);
});

it("is as long as any way that there is", () => {
  const graphs = fc.integer({ min: 2, max: 9 }).chain((nodes) =>
    fc.record({
      seconds: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: nodes, maxLength: nodes }),
      edges: fc.array(
        fc
          .tuple(fc.integer({ min: 0, max: nodes - 1 }), fc.integer({ min: 0, max: nodes - 1 }))
          .filter(([a, b]) => a < b),
        { maxLength: 16 },
      ),
    }),
  );
  fc.assert(
    fc.property(graphs, ({ seconds, edges }) => {
      const longestTo = (node: number): number =>
        (seconds[node] ?? 0) + Math.max(0, ...edges.filter(([, to]) => to === node).map(([from]) => longestTo(from)));
      const path = pathOf(seconds, edges);
      expect(path.seconds).toBeCloseTo(Math.max(...seconds.map((_, node) => longestTo(node))), 1);
      const steps = path.places.slice(1).map((place, idx) => [path.places[idx], place]);
      const strays = steps.filter(([from, to]) => !edges.some(([a, b]) => a === from && b === to));
      expect(strays).toEqual([]);
    }),
  );
});
