import * as fc from "fast-check";
import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import type { BinnedColumns } from "./bin-columns.ts";
import { createGiniSplit } from "./gini-split.ts";
import type { Split } from "./tree-ensemble-builder.ts";
import { createVarianceSplit } from "./variance-split.ts";

const bin = fc.integer({ min: 0, max: 4 });
const table = fc.array(fc.record({ bins: fc.tuple(bin, bin, bin), label: fc.integer({ min: 0, max: 3 }) }), {
  minLength: 4,
  maxLength: 40,
});
type Rows = { bins: [number, number, number]; label: number }[];

function binned(rows: Rows): BinnedColumns {
  return {
    rowCount: rows.length,
    bins: [0, 1, 2].map((feature) => Uint8Array.from(rows, (row) => row.bins[feature] ?? 0)),
    bounds: [0, 1, 2].map(() => Float32Array.from([0, 1, 2, 3, 4])),
    isCategory: [true, false, true],
  };
}

/** Rows of both sides of a split. */
function divide(rows: Rows, split: Split): [Rows, Rows] {
  const left = rows.filter(({ bins }) =>
    split.asksEqual ? bins[split.feature] === split.bin : (bins[split.feature] ?? 0) <= split.bin,
  );
  return [left, rows.filter((row) => !left.includes(row))];
}

function bestByTrying(rows: Rows, cost: (group: Rows) => number): number {
  let best = cost(rows);
  for (const feature of [0, 1, 2]) {
    for (let bound = 0; bound < 5; bound++) {
      for (const asksEqual of feature === 1 ? [false] : [false, true]) {
        const sides = divide(rows, { feature, bin: bound, asksEqual });
        if (sides.some((side) => side.length === 0)) continue;
        best = Math.min(best, cost(sides[0]) + cost(sides[1]));
      }
    }
  }
  return best;
}

function gini(group: Rows): number {
  const counts = [0, 1, 2, 3].map((label) => group.filter((row) => row.label === label).length);
  return group.length - counts.reduce((sum, count) => sum + count * count, 0) / group.length;
}

function squaredError(group: Rows): number {
  const mean = group.reduce((sum, row) => sum + row.label, 0) / group.length;
  return group.reduce((sum, row) => sum + (row.label - mean) ** 2, 0);
}

const features = Uint32Array.from([0, 1, 2]);
const samplesOf = (rows: Rows): Uint32Array => Uint32Array.from(rows, (_, index) => index);

describe("splits found by counting", () => {
  it("are as pure as the best of all splits tried one by one", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const options = { classCount: 4, features, featuresPerSplit: 3, leastRows: 1 };
        const find = createGiniSplit(
          binned(rows),
          Uint16Array.from(rows, (row) => row.label),
          options,
          seededRandom(1),
        );
        const split = find(samplesOf(rows), 0, rows.length);
        const cost = split === null ? gini(rows) : divide(rows, split).reduce((sum, side) => sum + gini(side), 0);
        expect(cost).toBeCloseTo(bestByTrying(rows, gini), 6);
      }),
    );
  });

  it("leave as little variance as the best of all splits tried one by one", () => {
    fc.assert(
      fc.property(table, (rows) => {
        const target = Float64Array.from(rows, (row) => row.label);
        const find = createVarianceSplit(binned(rows), target, () => features, 1);
        const split = find(samplesOf(rows), 0, rows.length);
        const cost =
          split === null ? squaredError(rows) : divide(rows, split).reduce((sum, side) => sum + squaredError(side), 0);
        expect(cost).toBeCloseTo(bestByTrying(rows, squaredError), 6);
      }),
    );
  });

  it("leave a pure group alone", () => {
    const rows: Rows = [0, 1, 2, 3].map((value) => ({ bins: [value, value, value], label: 2 }));
    const options = { classCount: 4, features, featuresPerSplit: 3, leastRows: 1 };
    const find = createGiniSplit(
      binned(rows),
      Uint16Array.from(rows, (row) => row.label),
      options,
      seededRandom(1),
    );
    expect(find(samplesOf(rows), 0, rows.length)).toBeNull();
  });
});
