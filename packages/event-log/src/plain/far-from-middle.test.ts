import fc from "fast-check";
import { expect, it } from "vitest";
import { FAR_TIMES, type FarBounds } from "../duckdb/far-times.ts";
import { findFarTimes } from "./far-from-middle.ts";

const DAY = 86_400e6;

/** By the measure of `farBounds`, with the exact quartiles. */
function exactBounds(times: readonly number[]): FarBounds {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [a, b] = [at(0.25), at(0.75)];
  const width = DAY * (FAR_TIMES.days + Math.min((FAR_TIMES.widths * (b - a)) / DAY, FAR_TIMES.mostDays));
  return { first: a - width, last: b + width };
}

/** How far a quartile is from its neighbours, at most. */
function quartileStep(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const steps = [0.25, 0.75].map((share) => {
    const at = Math.floor(share * (sorted.length - 1));
    return (sorted[at + 1] ?? 0) - (sorted[Math.max(0, at - 1)] ?? 0);
  });
  return Math.max(...steps);
}

it("tells the times far from the middle half, and that a log has none", () => {
  const days = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 6000 }), fc.nat({ max: 60_000 }), fc.constant(-200_000));
  fc.assert(
    fc.property(fc.array(days, { minLength: 1, size: "max", maxLength: 600 }), (some) => {
      const times = some.map((day) => day * DAY);
      const range = [Math.min(...times), Math.max(...times)] as const;
      const found = findFarTimes(Float64Array.from([...times, Number.NaN]), range);
      const exact = exactBounds(times);
      const isFar = (time: number): boolean => time < exact.first || time > exact.last;
      expect(found === "unknown" && times.length >= 200).toBe(false);
      expect(found === "none" && times.some(isFar)).toBe(false);
      // Between two values, a quartile is either; days are rounded.
      const near = (a: number, b: number): boolean => Math.abs(a - b) <= 12 * (quartileStep(times) + DAY);
      const isKnown = typeof found === "string" || (near(found.first, exact.first) && near(found.last, exact.last));
      expect(isKnown).toBe(true);
    }),
    { numRuns: 500 },
  );
});

it("a log of years with times all over them has none that is far", () => {
  const times = Float64Array.from({ length: 5000 }, (_, at) => at * DAY);
  expect(findFarTimes(times, [0, 4999 * DAY])).toBe("none");
  const range = [-90_000 * DAY, 4999 * DAY] as const;
  const found = findFarTimes(times.with(0, range[0]), range);
  const room = (365 + 10 * 2500) * DAY;
  expect(found).toEqual({
    first: expect.closeTo(1250 * DAY - room, -13),
    last: expect.closeTo(3750 * DAY + room, -13),
  });
});
