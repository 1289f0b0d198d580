import { describe, expect, it } from "vitest";
import { shrinkSteps } from "./shrink-steps.ts";

const steps = Array.from({ length: 100 }, (_, idx) => idx + 1);

describe("shrinking", () => {
  it("leaves the steps that the failure needs, wherever they are", async () => {
    const needed = [1, 37, 38, 99, 100];
    const kept = await shrinkSteps(steps, async (some) => needed.every((step) => some.includes(step)), 1000);
    expect(kept).toEqual(needed);
  });

  it("leaves what still fails when it may not try any longer", async () => {
    const fails = async (some: readonly number[]): Promise<boolean> => some.includes(50) && some.includes(7);
    const kept = await shrinkSteps(steps, fails, 8);
    expect(kept.length).toBeLessThan(steps.length);
    expect(await fails(kept)).toBe(true);
  });
});
