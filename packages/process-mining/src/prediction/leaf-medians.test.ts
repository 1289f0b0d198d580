import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLeafMedians } from "./leaf-medians.ts";
import { TreeEnsembleBuilder } from "./tree-ensemble-builder.ts";
import { weightedMedian, weightedMedianInPlace, weightedQuantile } from "./weighted.ts";

const UNEVEN = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 20 })), {
  minLength: 1,
  maxLength: 60,
});

describe("medians in place", () => {
  it("are the values that half of the weight doesn't exceed, whatever lies around them", () => {
    fc.assert(
      fc.property(UNEVEN, fc.nat(3), (pairs, around) => {
        const values = pairs.map(([value]) => value);
        const weights = pairs.map(([, weight]) => weight);
        const pad = Array.from({ length: around }, () => 99);
        const median = weightedMedianInPlace(
          Float64Array.from([...pad, ...values, ...pad]),
          Float64Array.from([...pad, ...weights, ...pad]),
          around,
          around + pairs.length,
        );
        expect(median).toBe(weightedQuantile(Float64Array.from(values), Float64Array.from(weights), 0.5));
      }),
    );
  });
});

describe("leaves", () => {
  it.each([
    ["of equal weight", null],
    ["by their weight", Float64Array.of(1, 1, 1, 9, 1, 1)],
  ])("hold a share of the median of all of their rows, %s", (_, weightOf) => {
    const builder = new TreeEnsembleBuilder();
    const grow = (): readonly [left: number, right: number] => {
      const branch = builder.addBranch({ feature: 0, bin: 0, asksEqual: false }, 0);
      const [left, right] = [0, 0].map((weight) => {
        builder.addEntry(0, weight);
        return builder.addLeaf();
      });
      builder.link(branch, left ?? 0, right ?? 0);
      builder.roots.push(branch);
      return [left ?? 0, right ?? 0];
    };
    grow();
    const firstNode = builder.feature.length;
    const [left, right] = grow();
    const valueOf = Float64Array.of(4, 10, 2, 20, 6, 1000);
    const leafOf = Uint32Array.of(left, right, left, right, left, 0);
    const rows = Uint32Array.of(0, 1, 2, 3, 4);
    createLeafMedians(rows.length)(builder, firstNode, { rows, weightOf, leafOf }, valueOf, 0.5);
    const weightsOf = (of: readonly number[]): Float64Array => Float64Array.from(of, (row) => weightOf?.[row] ?? 1);
    const medianOf = (of: readonly number[]): number =>
      weightedMedian(
        Float64Array.from(of, (row) => valueOf[row] ?? 0),
        weightsOf(of),
      );
    expect(builder.entryWeight).toEqual([0, 0, medianOf([0, 2, 4]) / 2, medianOf([1, 3]) / 2]);
  });
});
