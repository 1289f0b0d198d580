import { describe, expect, it } from "vitest";
import { evidenceLines } from "./evidence-lines.ts";

describe("evidenceLines", () => {
  it("writes figures for people by the unit in their key, without names that the recommendation says", () => {
    const evidence = {
      from: "a",
      occurrences: 1234,
      medianWaitSec: 7200,
      shareSaved: 0.4,
      whatIfMeanCycleTimeSec: 90,
    };
    expect(evidenceLines(evidence, 'Shorten the wait after "a"')).toEqual([
      "Occurrences: 1,234",
      "Median wait: 2 hours",
      "Mean cycle time saved: 40.0 %",
      "Mean cycle time then: 1.5 minutes",
    ]);
  });
});
