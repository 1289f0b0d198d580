import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { measureCalibration } from "./calibration.ts";
import { isRealImprovement } from "./paired-improvement.ts";

describe("measureCalibration", () => {
  it("weights the gap of each bin by its predictions", () => {
    const confidence = Float64Array.from([0.95, 0.95, 0.95, 0.95, 0.55]);
    const correct = Uint8Array.from([1, 1, 1, 0, 1]);
    const { expectedCalibrationError, bins } = measureCalibration(confidence, correct);
    expect(expectedCalibrationError).toBeCloseTo(0.8 * 0.2 + 0.2 * 0.45, 10);
    expect(bins.map((bin) => [bin.count, bin.accuracy])).toEqual([
      [1, 1],
      [4, 0.75],
    ]);
  });

  it("counts a confidence of 1 in the last bin", () => {
    expect(measureCalibration(Float64Array.of(1), Uint8Array.of(1))).toEqual({
      expectedCalibrationError: 0,
      bins: [{ from: 0.9, to: 1, count: 1, meanConfidence: 1, accuracy: 1 }],
    });
  });
});

describe("isRealImprovement", () => {
  it("is rarely fooled by noise", () => {
    const random = seededRandom(7);
    let fooled = 0;
    for (let trial = 0; trial < 400; trial++) {
      const gains = Float64Array.from({ length: 200 }, () => Math.floor(random() * 3) - 1);
      if (
        isRealImprovement(
          gains,
          Uint32Array.from({ length: 200 }, (_, index) => index >> 2),
        )
      )
        fooled++;
    }
    expect(fooled / 400).toBeLessThan(0.09);
  });

  it("doesn't count one case many times", () => {
    const gains = new Float64Array(100).fill(1);
    expect(isRealImprovement(gains, new Uint32Array(100))).toBe(false);
    expect(
      isRealImprovement(
        gains,
        Uint32Array.from(gains, (_, index) => index),
      ),
    ).toBe(true);
  });

  it("sees no improvement where nothing differs", () => {
    expect(isRealImprovement(new Float64Array(10), new Uint32Array(10))).toBe(false);
  });
});
