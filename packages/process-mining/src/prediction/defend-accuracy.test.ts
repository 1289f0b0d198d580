import fc from "fast-check";
import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { defendAccuracy, type DefendedAccuracy } from "./defend-accuracy.ts";
import { overallConfidence } from "./overall-confidence.ts";
import { predictProcess } from "./predict-process.ts";

/** One prediction a case; the second half of the cases began later. */
function judge(errors: readonly number[]) {
  const half = errors.length / 2;
  return {
    amounts: new Float64Array(errors.length).fill(1),
    errors: Float64Array.from(errors),
    caseOfRow: Uint32Array.from(errors.keys()),
    laterCases: new Set(errors.flatMap((_, owner) => (owner < half ? [] : [owner]))),
  };
}

describe("defendAccuracy", () => {
  it("takes the bound of the worse half, less the calibration error", () => {
    // Earlier: 0 of 9 wrong; with the added case 1 of 10, residuals 9 × 0.1² + 0.9² = 0.9.
    // Later: 3 of 9 wrong; with the added case 4 of 10, residuals 6 × 0.4² + 4 × 0.6² = 2.4.
    const errors = [...Array.from({ length: 9 }, () => 0), ...Array.from({ length: 9 }, (_, at) => (at < 3 ? 1 : 0))];
    const { halves, lowerBound, defended } = defendAccuracy(judge(errors), {
      beatsBaseline: true,
      calibrationError: 0.1,
    });
    expect(halves).toEqual([1, 1 - 3 / 9]);
    expect(lowerBound).toBeCloseTo(0.6 - (1.645 * Math.sqrt(2.4)) / 10, 10);
    expect(defended).toBeCloseTo(lowerBound - 0.1, 10);
  });

  it("takes rows of one case for one: the same errors in fewer cases prove less", () => {
    const rows = Array.from({ length: 200 }, (_, row) => row);
    const judged = (rowsOfCase: number) => ({
      amounts: new Float64Array(200).fill(1),
      errors: Float64Array.from(rows, (row) => (row % 100 < 20 ? 1 : 0)),
      caseOfRow: Uint32Array.from(rows, (row) => Math.floor(row / rowsOfCase)),
      laterCases: new Set(rows.filter((row) => row >= 100).map((row) => Math.floor(row / rowsOfCase))),
    });
    const bound = (rowsOfCase: number) => defendAccuracy(judged(rowsOfCase), { beatsBaseline: true }).lowerBound;
    expect(bound(10)).toBeLessThan(bound(1));
  });

  it("never defends more than was measured, and little of a handful of cases", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 80 }), (errors) => {
        const { halves, lowerBound, defended } = defendAccuracy(judge(errors), { beatsBaseline: true });
        expect(lowerBound).toBeLessThanOrEqual(Math.min(...halves) + 1e-12);
        expect(lowerBound).toBeLessThan(errors.length / (errors.length + 2));
        expect(defended).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe("overallConfidence", () => {
  const part = (defended: number, beatsBaseline: boolean): DefendedAccuracy => ({
    halves: [1, 1],
    lowerBound: defended,
    beatsBaseline,
    defended,
  });

  it("is the mean of what can be defended, times the quality of the data", () => {
    expect(overallConfidence([part(0.9, true), part(0.5, true)], 0.8)).toBeCloseTo(56, 10);
  });

  it("is below 50 whenever a model loses to its baseline", () => {
    const share = fc.double({ min: 0, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.boolean(), share, (path, time, beats, quality) => {
        expect(overallConfidence([part(path, false), part(time, beats)], quality)).toBeLessThan(50);
      }),
    );
  });

  it("doesn't rise with the quality of nothing", () => {
    expect(overallConfidence([], 1)).toBe(0);
  });
});

describe("the confidence in a process", () => {
  async function confidenceIn(isRegular: boolean, cases: number): Promise<number> {
    const random = seededRandom(5);
    const traces = Array.from({ length: cases }, (_, index) => {
      const isLarge = random() < 0.5;
      const steps = isRegular
        ? [isLarge ? "large" : "small", "b", "c", "d", "e", "f", isLarge ? "approve" : "archive"]
        : Array.from({ length: 3 + Math.floor(random() * 5) }, () => "abcd".charAt(Math.floor(random() * 4)));
      return steps.map((name, step): TraceEvent => [name, (index * 100 + step * (isLarge ? 8 : 2)) * 3_600_000]);
    });
    const outcome = await predictProcess(eventLogFromTraces(traces), { performance: "high_throughput" });
    if (outcome.outcome !== "predicted") throw new Error(outcome.reason);
    const { pathPrediction: path, cycleTimePrediction: time } = outcome.report;
    if (time.outcome !== "predicted") throw new Error(time.reason);
    return overallConfidence([path.defended, time.defended], 1);
  }

  it("is high where models see what baselines can't, lower with fewer cases, and below 50 where steps follow by chance", async () => {
    const [regular, few, chance] = [
      await confidenceIn(true, 300),
      await confidenceIn(true, 80),
      await confidenceIn(false, 300),
    ];
    expect(regular).toBeGreaterThan(75);
    expect(few).toBeLessThan(regular);
    expect(chance).toBeLessThan(50);
  });
});
