import { describe, expect, it } from "vitest";
import { stagedRun } from "./staged-run.ts";

describe("stagedRun", () => {
  it("makes one progress of several passes, never falling and never above 1", () => {
    const told: number[] = [];
    const next = stagedRun({ onProgress: (fraction) => told.push(fraction) }, 2);
    for (let pass = 0; pass < 2; pass++) {
      const { onProgress } = next();
      onProgress?.(0.5);
      onProgress?.(1);
    }
    next().onProgress?.(1);
    expect(told).toEqual([0.25, 0.5, 0.75, 1, 1]);
  });
});
