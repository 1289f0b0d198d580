import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../event-log-from-traces.ts";
import type { TraceEvent } from "../event-log-from-traces.ts";
import { recommendImprovements } from "./recommend-improvements.ts";
import { replayWhatIf } from "./replay-what-if.ts";

const hourMs = 3_600_000;
const at = (...events: readonly (readonly [string, number, string?])[]): TraceEvent[] =>
  events.map(([name, hours, who]): TraceEvent => [name, hours * hourMs, who]);
const times = (count: number, trace: readonly TraceEvent[]) => Array.from({ length: count }, () => trace);

describe("replayWhatIf", () => {
  it("moves all that follows, and spares what wouldn't have happened", async () => {
    const log = eventLogFromTraces([at(["a", 0], ["b", 10], ["a", 12], ["c", 20]), at(["a", 0], ["c", 4])]);
    const shorter = await replayWhatIf(log, { soonerMs: (row) => (row === 1 ? 6 * hourMs : 0) });
    expect(shorter).toEqual({ meanSec: 12 * 3600, changedMeanSec: 9 * 3600, shorterCases: 1, effect: 0.25 });
    const spared = await replayWhatIf(log, {
      soonerMs: (row) => (row === 2 ? 12 * hourMs : 0),
      isSpared: (row) => row === 1 || row === 2,
    });
    expect(spared).toMatchObject({ changedMeanSec: 6 * 3600, shorterCases: 1 });
  });

  it("saves nothing where other work of the case goes on meanwhile", async () => {
    const log = eventLogFromTraces([
      [
        ["long", 100 * hourMs, "x", 0],
        ["a", 10 * hourMs, "x", 5 * hourMs],
        ["b", 40 * hourMs, "x", 30 * hourMs],
      ],
    ]);
    const outcome = await replayWhatIf(log, { soonerMs: (row) => (row === 2 ? 15 * hourMs : 0) });
    expect(outcome).toMatchObject({ meanSec: 100 * 3600, changedMeanSec: 100 * 3600, shorterCases: 0, effect: 0 });
  });
});

describe("recommendImprovements", () => {
  it("computes what bringing long waits to their median saves", async () => {
    // 30 waits of 2 hours (the median) and 10 of 42: 10 × 40 of 30 × 4 + 10 × 44 hours can be saved.
    const log = eventLogFromTraces([
      ...times(30, at(["a", 0, "x"], ["b", 2, "x"], ["c", 4, "x"])),
      ...times(10, at(["a", 0, "x"], ["b", 42, "x"], ["c", 44, "x"])),
    ]);
    const found = await recommendImprovements(log);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      category: "Process Optimization",
      priority: "High",
      expectedImprovement:
        "71.4 % shorter mean cycle time (14 hours to 4 hours) if no wait there were above the median",
      evidence: { from: "a", to: "b", occurrences: 40, longerThanMedian: 10, medianWaitSec: 7200, casesShortened: 10 },
    });
    expect(found[0]?.effect).toBeCloseTo(400 / 560, 10);
    expect(found[0]?.recommendation).toContain('between "a" and "b": 10 of 40 times');
  });

  it("computes what doing things once saves, naming a loop once", async () => {
    // 20 cases go round a-b once more, which takes 20 of their 23 hours, 80 don't.
    const log = eventLogFromTraces([
      ...times(80, at(["s", 0, "x"], ["a", 1, "x"], ["b", 2, "x"], ["c", 3, "x"])),
      ...times(20, at(["s", 0, "x"], ["a", 1, "x"], ["b", 11, "x"], ["a", 21, "x"], ["b", 22, "x"], ["c", 23, "x"])),
    ]);
    const rework = (await recommendImprovements(log)).filter((each) => each.category === "Rework Reduction");
    expect(rework).toHaveLength(1);
    expect(rework[0]).toMatchObject({
      priority: "High",
      evidence: { activity: "a", casesWithRework: 20, repetitions: 20, casesShortened: 20 },
    });
    expect(rework[0]?.effect).toBeCloseTo((20 * 20) / (80 * 3 + 20 * 23), 10);
  });

  it("calls it no rework when nearly every case does something twice", async () => {
    const log = eventLogFromTraces(times(50, at(["a", 0, "x"], ["b", 5, "x"], ["a", 9, "x"])));
    expect((await recommendImprovements(log)).map((each) => each.category)).not.toContain("Rework Reduction");
  });

  it("computes what sharing one person's work saves", async () => {
    const log = eventLogFromTraces([
      ...times(60, at(["a", 0, "ann"], ["b", 10, "boss"])),
      ...times(40, at(["a", 0, "ann"], ["b", 2, "cay"])),
    ]);
    const shared = (await recommendImprovements(log)).filter((each) => each.category === "Resource Allocation");
    expect(shared).toHaveLength(1);
    expect(shared[0]).toMatchObject({ evidence: { activity: "b", resource: "boss", shareOfActivity: 0.6 } });
    expect(shared[0]?.effect).toBeCloseTo((60 * 8) / (60 * 10 + 40 * 2), 10);
  });

  it("counts the gaps of the log", async () => {
    const log = eventLogFromTraces([
      ...times(8, at(["a", 0, "x"], ["b", 1, "x"])),
      at(["a", 0], ["b", 0, "x"]),
      at(["a", 0, "x"], ["a", 0, "x"]),
    ]);
    const found = await recommendImprovements(log);
    expect(found.map((each) => [each.priority, each.effect])).toEqual([
      ["Medium", 0.1],
      ["Low", 0.05],
      ["Low", 0.05],
    ]);
    expect(found[0]?.recommendation).toBe("Record more exact times: 1 of 10 steps have the time of the step before");
  });

  it("recommends nothing where all goes as usual, whatever the order of magnitude", async () => {
    for (const scale of [1, 1000]) {
      const log = eventLogFromTraces(times(100, at(["a", 0, "x"], ["b", 2 * scale, "x"], ["c", 4 * scale, "x"])));
      expect(await recommendImprovements(log)).toEqual([]);
    }
  });
});

describe("recommendations on pieces of work", () => {
  it("computes times on them, and the gaps of the data on the log", async () => {
    const log = eventLogFromTraces([
      ...times(30, at(["a", 0, "x"], ["b", 2, "x"])),
      ...times(10, at(["a", 0, "x"], ["b", 42])),
    ]);
    // All but an hour of the longest wait is a weekend.
    const work = { ...log, endMs: log.endMs.map((ms) => (ms === 42 * hourMs ? 3 * hourMs : ms)) };
    const inWords = (seconds: number) => `${seconds / 3600} working hours`;
    const found = await recommendImprovements(log, { work, inWords });
    expect(found.map(({ category }) => category)).toEqual(["Process Optimization", "Data Quality"]);
    expect(found[0]?.expectedImprovement).toContain(
      "11.1 % shorter mean cycle time (2.25 working hours to 2 working hours)",
    );
    expect(found[1]?.evidence).toEqual({ eventsWithoutResource: 10, events: 80 });
  });

  it("passes over cases without any", async () => {
    const log = eventLogFromTraces(times(40, at(["a", 0, "x"], ["b", 2, "x"])));
    const offsets = new Uint32Array(61).fill(80);
    offsets.set(log.caseOffsets);
    const work = { ...log, caseCount: 60, caseOffsets: offsets };
    expect(await replayWhatIf(work, { soonerMs: () => 0 })).toMatchObject({
      meanSec: 7200,
      effect: 0,
      shorterCases: 0,
    });
  });
});
