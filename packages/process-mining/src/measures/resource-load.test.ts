import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { measureResourceLoad } from "./resource-load.ts";

describe("measureResourceLoad", () => {
  it("tells events, share, time at work and work in hand at once", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 10_000, "ann", 0],
        ["b", 20_000, "ben", 12_000],
      ],
      [
        ["a", 14_000, "ann", 4_000],
        ["b", 40_000, "ann", 30_000],
        ["c", 40_000, "ann"],
        ["c", 41_000],
      ],
    ]);
    expect(await measureResourceLoad(log)).toEqual([
      {
        resource: "ann",
        events: 4,
        share: 0.8,
        evenShare: 0.8,
        cases: 2,
        activities: 3,
        work: { serviceSec: 30, busySec: 24, meanConcurrent: 1.25, mostConcurrent: 2, utilisation: 0.6 },
      },
      {
        resource: "ben",
        events: 1,
        share: 0.2,
        evenShare: 0.2,
        cases: 1,
        activities: 1,
        work: { serviceSec: 8, busySec: 8, meanConcurrent: 1, mostConcurrent: 1, utilisation: 1 },
      },
    ]);
  });

  it("compares a share with what it would be if all who do an activity shared it evenly", async () => {
    const traces = Array.from({ length: 20 }, (_, at): TraceEvent[] => [
      ["test", 1000, "lab"],
      ["treat", 2000, at < 15 ? "ann" : at < 18 ? "ben" : "cid"],
    ]);
    const shares = ((await measureResourceLoad(eventLogFromTraces(traces))) ?? []).map(
      ({ resource, share, evenShare }) => [resource, share, Number(evenShare.toFixed(4))],
    );
    expect(shares).toEqual([
      ["lab", 0.5, 0.5],
      ["ann", 0.375, 0.1667],
      ["ben", 0.075, 0.1667],
      ["cid", 0.05, 0.1667],
    ]);
  });

  it("knows no time at work without starts, and nothing without resources", async () => {
    expect(await measureResourceLoad(eventLogFromTraces([[["a", 1, "x"]]]))).toMatchObject([{ events: 1, work: null }]);
    expect(await measureResourceLoad(eventLogFromTraces([[["a", 1]]]))).toBeNull();
  });

  it("agrees with counting second by second", async () => {
    const random = seededRandom(9);
    const traces = Array.from({ length: 40 }, (): TraceEvent[] => {
      const start = Math.floor(random() * 300);
      return [["a", (start + Math.floor(random() * 20)) * 1000, "x", start * 1000]];
    });
    const inHand = Array.from(
      { length: 330 },
      (_, second) =>
        traces.filter(([event]) => (event?.[3] ?? 0) <= second * 1000 && second * 1000 < (event?.[1] ?? 0)).length,
    );
    const [load] = (await measureResourceLoad(eventLogFromTraces(traces))) ?? [];
    const sum = inHand.reduce((total, count) => total + count, 0);
    const busy = inHand.filter((count) => count > 0).length;
    expect(load?.work).toMatchObject({ serviceSec: sum, busySec: busy, mostConcurrent: Math.max(...inHand) });
    expect(load?.work?.meanConcurrent).toBeCloseTo(sum / busy, 12);
  });
});
