import { describe, expect, it } from "vitest";
import { measureArrivals } from "./arrivals.ts";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";

const dayMs = 86_400_000;

describe("measureArrivals", () => {
  it("counts a case when it first starts, whatever the order of the log", async () => {
    const log = eventLogFromTraces([
      [["a", 6 * dayMs, null, 4 * dayMs]],
      [
        ["a", 1 * dayMs, null, 0],
        ["b", 2 * dayMs, null, 1 * dayMs],
      ],
      [["a", 1 * dayMs]],
    ]);
    const arrivals = await measureArrivals(log);
    expect(arrivals).toMatchObject({ firstMs: 0, lastMs: 4 * dayMs, casesPerDay: 0.5, halves: [1, 0.5] });
    expect(arrivals?.interArrivalSec).toMatchObject({ count: 2, mean: 2 * 86_400, min: 86_400, max: 3 * 86_400 });
    // 2 days, 2 days and none under way, in 6 days.
    expect(arrivals?.meanOpenCases).toBeCloseTo(4 / 6, 12);
  });

  it("tells no rate where all cases arrive at once", async () => {
    const log = eventLogFromTraces([[["a", 5]], [["a", 5]]]);
    expect(await measureArrivals(log)).toMatchObject({ casesPerDay: null, halves: null, meanOpenCases: null });
  });
});
