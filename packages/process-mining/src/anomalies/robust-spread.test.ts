import { describe, expect, it } from "vitest";
import { measureSpread, robustDistance } from "./robust-spread.ts";

describe("measureSpread", () => {
  it("measures each side of the median on its own", () => {
    const spread = measureSpread(Float64Array.of(10, 9, 11, 8, 20));
    expect(spread.median).toBe(10);
    // Below: distances 0, 1, 2; above: 0, 1, 10.
    expect(spread.below).toBeCloseTo(1.4826, 6);
    expect(spread.above).toBeCloseTo(1.4826, 6);
    expect(robustDistance(spread, 20)).toBeCloseTo(10 / 1.4826, 6);
    expect(robustDistance(spread, 9)).toBeCloseTo(-1 / 1.4826, 6);
  });

  it("falls back on the mean deviation where most values are the same", () => {
    const spread = measureSpread(Float64Array.of(5, 5, 5, 5, 5, 5, 5, 5, 5, 15));
    expect(spread.above).toBeCloseTo(1.2533, 6);
    expect(spread.below).toBe(0);
    expect(robustDistance(spread, 15)).toBeGreaterThan(3.5);
    expect(robustDistance(spread, 4)).toBe(0);
  });
});
