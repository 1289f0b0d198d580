import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { niceTicks } from "./nice-ticks.ts";

describe("ticks", () => {
  it.each([
    [[], [0, 1]],
    [
      [0, 0],
      [0, 1],
    ],
    [[1], [0, 1]],
    [[3], [0, 1, 2, 3]],
    [[63], [0, 10, 20, 30, 40, 50, 60, 70]],
    [[1234], [0, 200, 400, 600, 800, 1000, 1200, 1400]],
    [
      [-38, 40],
      [-40, -20, 0, 20, 40],
    ],
    [[-17], [-20, -15, -10, -5, 0]],
  ])("of %j are %j", (values, ticks) => {
    expect(niceTicks(values)).toEqual(ticks);
  });

  it("are few, whole, at even distances, and cover 0 and all values", () => {
    const value = fc.oneof(fc.integer({ min: -100, max: 100 }), fc.double({ noNaN: true, min: -1e300, max: 1e300 }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 20 }), (values) => {
        const ticks = niceTicks(values);
        const [low, high] = [ticks[0], ticks.at(-1) ?? 0];
        expect(low).toBeLessThanOrEqual(Math.min(0, ...values));
        expect(high).toBeGreaterThanOrEqual(Math.max(0, ...values));
        expect(high).toBeGreaterThan(low);
        expect(ticks.length).toBeLessThanOrEqual(10);
        expect(ticks.every((tick) => Number.isInteger(tick))).toBe(true);
        const step = (high - low) / (ticks.length - 1);
        ticks.forEach((tick, idx) => expect(Math.abs(tick - low - idx * step)).toBeLessThan(step * 1e-6));
      }),
    );
  });
});
