import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countAbout } from "./count-about.ts";

const times = (count: number, timeOf: (at: number) => number): Float64Array =>
  Float64Array.from({ length: count }, (_, at) => timeOf(at));

describe("countAbout", () => {
  it("knows few values exactly, and passes over what is none", () => {
    expect(countAbout(new Float64Array())).toBe(0);
    expect(countAbout(times(1000, (at) => (at % 2 === 0 ? Number.NaN : at % 7)))).toBe(7);
  });

  it("is within 5 % whatever stands between the times and where they begin", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 300_000 }),
        fc.constantFrom(1, 1000, 1_000_000, 86_400_000_000),
        fc.integer({ min: -2e15, max: 2e15 }),
        (count, step, first) => {
          const about = countAbout(times(count + 5000, (at) => first + (at % count) * step));
          expect(Math.abs(about / count - 1)).toBeLessThan(0.05);
        },
      ),
      { numRuns: 30 },
    );
  });

  it.each([100, 5000, 20_000, 41_000, 45_000, 80_000, 200_000])(
    "is neither above nor below the truth, of %i times on an average",
    (count) => {
      const errors = Array.from({ length: 40 }, (_, run) => {
        const about = countAbout(times(count, (at) => 1.6e15 + run * 7_777_777_777 + at * 61_000_000));
        return about / count - 1;
      });
      expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.006);
      expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.035);
    },
  );
});
