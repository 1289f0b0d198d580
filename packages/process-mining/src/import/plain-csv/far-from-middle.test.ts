import fc from "fast-check";
import { expect, it } from "vitest";
import { FAR_TIMES } from "../far-times.ts";
import { hasNoFarTimes } from "./far-from-middle.ts";

const DAY = 86_400e6;

/** Whether one is far by the measure of `farTimes`, with the exact quartiles. */
function isOneFar(times: readonly number[]): boolean {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const [a, b] = [at(0.25), at(0.75)];
  const width = DAY * (FAR_TIMES.days + Math.min((FAR_TIMES.widths * (b - a)) / DAY, FAR_TIMES.mostDays));
  return times.some((time) => time < a - width || time > b + width);
}

it("no log in which a time is far from the middle half passes for one without", () => {
  const days = fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 6000 }), fc.nat({ max: 60_000 }));
  fc.assert(
    fc.property(fc.array(days, { minLength: 1, size: "max", maxLength: 600 }), (some) => {
      const times = some.map((day) => day * DAY);
      const range = [Math.min(...times), Math.max(...times)] as const;
      const isFree = hasNoFarTimes(Float64Array.from([...times, Number.NaN]), range);
      expect(isFree && isOneFar(times)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

it("a log of years with times all over them has none that is far", () => {
  const times = Float64Array.from({ length: 5000 }, (_, at) => at * DAY);
  expect(hasNoFarTimes(times, [0, 4999 * DAY])).toBe(true);
  expect(hasNoFarTimes(times.with(0, -90_000 * DAY), [-90_000 * DAY, 4999 * DAY])).toBe(false);
});
