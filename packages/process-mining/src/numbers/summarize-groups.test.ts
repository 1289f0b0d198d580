import * as fc from "fast-check";
import { expect, it } from "vitest";
import { medianInPlace } from "./median-in-place.ts";
import { quantile } from "./quantile.ts";
import { summarizeDistribution } from "./summarize-distribution.ts";
import { summarizeGroups } from "./summarize-groups.ts";

const figures = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 60 });

it("finds the same median as sorting does", () => {
  fc.assert(
    fc.property(figures, fc.nat(5), (values, before) => {
      const array = Float64Array.from([...Array<number>(before).fill(99), ...values, -99]);
      const median = medianInPlace(array, before, before + values.length);
      expect(median).toBe(
        quantile(
          values.toSorted((a, b) => a - b),
          0.5,
        ),
      );
      expect(array.at(-1)).toBe(-99);
      expect([...array.subarray(before, -1)].toSorted((a, b) => a - b)).toEqual(values.toSorted((a, b) => a - b));
    }),
  );
});

it("interpolates quantiles linearly", () => {
  expect(quantile([1, 2, 4, 8], 0.25)).toBe(1.75);
  expect(quantile([1, 2, 4, 8], 1)).toBe(8);
  expect(quantile([], 0.5)).toBeNaN();
});

it("summarises a distribution with the deviation of the population", () => {
  expect(summarizeDistribution(Float64Array.of(4, 2, 4, 6))).toEqual({
    count: 4,
    mean: 4,
    median: 4,
    p25: 3.5,
    p75: 4.5,
    p95: 5.699999999999999,
    min: 2,
    max: 6,
    standardDeviation: Math.SQRT2,
  });
  expect(summarizeDistribution(new Float64Array()).mean).toBeNaN();
});

it("summarises each group and leaves out what belongs to none", async () => {
  const groups = Int32Array.of(1, -1, 0, 1, 1, 1);
  const [first, second, empty] = await summarizeGroups(groups, Float64Array.of(4, 999, 7, 1, 2, 3), 3);
  expect(first).toEqual({ count: 1, totalSec: 7, meanSec: 7, medianSec: 7, minSec: 7, maxSec: 7 });
  expect(second).toEqual({ count: 4, totalSec: 10, meanSec: 2.5, medianSec: 2.5, minSec: 1, maxSec: 4 });
  expect([empty?.count, empty?.totalSec, empty?.medianSec]).toEqual([0, 0, Number.NaN]);
});
