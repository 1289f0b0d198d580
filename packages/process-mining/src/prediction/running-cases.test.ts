import { describe, expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../event-log-from-traces.ts";
import { findOpenCases } from "../open-cases.ts";
import { calibrateInterval, intervalAround } from "./conformal-interval.ts";
import { predictProcess } from "./predict-process.ts";
import { seededRandom } from "./seeded-random.ts";

const hourMs = 3_600_000;
const STEPS = ["register", "check", "decide", "archive"] as const;

/** Cases an hour after each other that take a step every two hours or so; the last five end in the middle. */
function traces(cases: number): TraceEvent[][] {
  const random = seededRandom(3);
  return Array.from({ length: cases }, (_, index) => {
    let atMs = index * hourMs;
    const steps = index < cases - 5 ? STEPS : STEPS.slice(0, 2);
    return steps.map((name): TraceEvent => {
      atMs += hourMs * (1 + 2 * random());
      return [name, atMs];
    });
  });
}

describe("findOpenCases", () => {
  it("takes cases that ended otherwise than usual, and lately, for running", () => {
    const hours = (...at: [string, number][]): TraceEvent[] => at.map(([name, hour]) => [name, hour * hourMs]);
    const done = Array.from({ length: 60 }, (_, index) => hours(["a", index], ["z", index + 2]));
    const log = eventLogFromTraces([...done, hours(["a", 0], ["b", 1]), hours(["a", 60], ["b", 61])]);
    expect([...findOpenCases(log, 2 * hourMs)].flatMap((isOpen, owner) => (isOpen === 1 ? [owner] : []))).toEqual([61]);
  });
});

describe("findOpenCases, of many cases that wait in the same place", () => {
  it("takes them for running, where none that has settled ended there", () => {
    const done = Array.from({ length: 60 }, (_, index): TraceEvent[] => [
      ["a", index * hourMs],
      ["z", (index + 2) * hourMs],
    ]);
    const waiting = Array.from({ length: 30 }, (_, index): TraceEvent[] => [["a", (62 + index / 30) * hourMs]]);
    const isOpen = findOpenCases(eventLogFromTraces([...done, ...waiting]), 2 * hourMs);
    expect([...isOpen]).toEqual([...done.map(() => 0), ...waiting.map(() => 1)]);
  });
});

const evenly = (rows: number): Float64Array => new Float64Array(rows).fill(1);

describe("calibrateInterval", () => {
  it("takes the distance that nine in ten of the earlier predictions keep, and measures it on the later ones", () => {
    // 99 earlier predictions of 0 hours, off by 1, 2, … 99 on the logarithmic scale; the later ones by 1 to 100.
    const distances = [
      ...Array.from({ length: 99 }, (_, at) => at + 1),
      ...Array.from({ length: 100 }, (_, at) => at + 1),
    ];
    const actual = Float64Array.from(distances, (distance) => Math.expm1(distance / 10));
    const interval = calibrateInterval(new Float64Array(199), actual, evenly(199), (at) => at >= 99, 0.9);
    expect(interval).toMatchObject({ level: 0.9, coverage: 0.9, calibratedOn: 99, checkedOn: 100 });
    expect(interval?.logFactor).toBeCloseTo(9, 9);
  });

  it("says nothing of fewer than 30 predictions on either side", () => {
    expect(calibrateInterval(new Float64Array(50), new Float64Array(50), evenly(50), (at) => at >= 25, 0.9)).toBeNull();
  });

  it("gives an interval around each prediction that is wider for longer times and never below 0", () => {
    const interval = { level: 0.9, logFactor: Math.log(2), coverage: 1, calibratedOn: 99, checkedOn: 99 };
    const [low, high] = intervalAround(9, interval);
    expect([low, high].map((hours) => Number(hours.toFixed(9)))).toEqual([4, 19]);
    expect(intervalAround(0, interval)[0]).toBe(0);
  });
});

describe("predictRunningCases", () => {
  it("predicts the next step and the remaining time of the cases under way, and of no others", async () => {
    const outcome = await predictProcess(eventLogFromTraces(traces(400)), { performance: "high_throughput" });
    if (outcome.outcome !== "predicted") throw new Error(outcome.reason);
    const { runningCases, interval } = outcome.report;
    expect(runningCases).toHaveLength(5);
    for (const { lastActivity, nextActivity, probability, remainingHours, intervalHours } of runningCases) {
      expect([lastActivity, nextActivity]).toEqual(["check", "decide"]);
      expect(probability).toBeGreaterThan(0.9);
      // Two steps of one to three hours each.
      expect(remainingHours).toBeGreaterThan(2);
      expect(remainingHours).toBeLessThan(6);
      expect(intervalHours?.[0]).toBeLessThan(remainingHours ?? 0);
      expect(intervalHours?.[1]).toBeGreaterThan(remainingHours ?? 0);
    }
    expect(interval?.coverage).toBeGreaterThan(0.8);
  });

  it("covers nine in ten of the remaining times, three points more or less, on times that had no part in it", async () => {
    let [covered, checked] = [0, 0];
    for (const seed of [1, 2, 3, 4]) {
      const random = seededRandom(seed);
      const log = eventLogFromTraces(
        Array.from({ length: 600 }, (_, index) => {
          let atMs = index * 20 * hourMs;
          return STEPS.map((name): TraceEvent => {
            atMs += hourMs * -Math.log(1 - random());
            return [name, atMs];
          });
        }),
      );
      const outcome = await predictProcess(log, { performance: "high_throughput", seed });
      if (outcome.outcome !== "predicted" || outcome.report.interval === null) throw new Error("nothing predicted");
      const { coverage, checkedOn } = outcome.report.interval;
      covered += coverage * checkedOn;
      checked += checkedOn;
    }
    expect(covered / checked).toBeGreaterThan(0.87);
    expect(covered / checked).toBeLessThan(0.93);
  });
});
