import { Pacer, seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../log/event-log-from-traces.ts";
import { findOpenCases } from "../log/open-cases.ts";
import { calibrateInterval, intervalAround, type ConformalInterval } from "./conformal-interval.ts";
import { predictProcess } from "./predict-process.ts";

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

describe("calibrateInterval", () => {
  /** Predictions for cases of one row each, in the order of their begin. */
  const calibrate = (
    distances: readonly number[],
    lastActivity: readonly number[],
    predicted: readonly number[] = distances.map(() => 9),
  ): Promise<ConformalInterval | null> => {
    const cases = distances.map((_, owner) => owner);
    return calibrateInterval(
      {
        predicted: Float64Array.from(predicted),
        actual: Float64Array.from(distances, (distance, row) => (1 + (predicted[row] ?? 0)) * Math.exp(distance) - 1),
        weights: new Float64Array(cases.length).fill(1),
        lastActivity,
        caseOf: cases,
      },
      cases,
      0.9,
      new Pacer(),
    );
  };

  it("takes the distances below and above that nine in ten keep, apart, after each activity", async () => {
    // After activity 1 nothing takes longer than expected, after 2 nothing shorter.
    const distances = Array.from({ length: 2000 }, (_, at) => ((at * 617) % 1000) / 1000);
    const interval = await calibrate(
      distances.map((share, at) => (at % 2 === 0 ? -share : share)),
      distances.map((_, at) => 1 + (at % 2)),
    );
    expect(interval).toMatchObject({ level: 0.9, calibratedOn: 1000, checkedOn: 1000 });
    expect(interval?.coverage).toBeGreaterThan(0.88);
    expect(interval?.coverage).toBeLessThan(0.92);
    const [after1, after2] = [1, 2].map((code) => interval?.byGroup.get(`short after ${code}`));
    expect(after1?.low).toBeCloseTo(-0.95, 1);
    expect(after1?.high).toBeCloseTo(-0.05, 1);
    expect(after2?.low).toBeCloseTo(0.05, 1);
    expect(after2?.high).toBeCloseTo(0.95, 1);
  });

  it("makes intervals wider while a process becomes less foreseeable, and keeps what they cover near nine in ten", async () => {
    const random = seededRandom(5);
    const distances = Array.from({ length: 2000 }, (_, at) => {
      const bell = random() + random() + random() - 1.5;
      return bell * (1 + at / 2500);
    });
    const interval = await calibrate(
      distances,
      distances.map(() => 1),
    );
    const earlier = distances.slice(0, 1000).toSorted((a, b) => a - b);
    const [low, high] = [earlier[50] ?? 0, earlier[949] ?? 0];
    const stiff = distances.slice(1000).filter((distance) => low <= distance && distance <= high).length / 1000;
    expect(stiff).toBeLessThan(0.85);
    expect(interval?.coverage).toBeGreaterThan(0.87);
    expect(interval?.coverage).toBeLessThan(0.93);
    expect(interval?.overall.high).toBeGreaterThan(high);
  });

  it("covers short, middling and long predictions alike, though the long ones are further off", async () => {
    const random = seededRandom(11);
    const predicted = Array.from({ length: 2400 }, (_, at) => [2, 20, 200][at % 3] ?? 0);
    const distances = predicted.map((hours) => (hours === 200 ? 1 : 0.1) * (2 * random() - 1));
    const interval = await calibrate(
      distances,
      distances.map(() => 1),
      predicted,
    );
    expect(interval?.upToHours).toEqual([2, 20]);
    for (const share of interval?.coverageByThird ?? [0]) expect(Math.abs(share - 0.9)).toBeLessThan(0.05);
  });

  it("takes what all keep after an activity that few cases have seen", async () => {
    const distances = Array.from({ length: 400 }, (_, at) => ((at * 37) % 100) / 100);
    const interval = await calibrate(
      distances,
      distances.map((_, at) => (at % 50 === 0 ? 2 : 1)),
    );
    expect([...(interval?.byGroup.keys() ?? [])].toSorted()).toEqual(["short", "short after 1"]);
  });

  it("says nothing of fewer than 30 predictions on either side", async () => {
    const few = Array.from({ length: 50 }, () => 0);
    expect(await calibrate(few, few)).toBeNull();
  });

  it("gives an interval around each prediction that is wider for longer times and never below 0", () => {
    const overall = { low: -Math.log(2), high: Math.log(3) };
    const upToHours = [10, 100] as const;
    const byGroup = new Map([
      ["short after 7", { low: -Math.log(5), high: 0 }],
      ["long", { low: 0, high: 0 }],
    ]);
    const bounds = { overall, upToHours, byGroup };
    const told = (hours: number, lastActivity: number): number[] =>
      intervalAround(hours, lastActivity, bounds).map((bound) => Number(bound.toFixed(9)));
    expect(told(9, 1)).toEqual([4, 29]);
    expect(told(9, 7)).toEqual([1, 9]);
    expect(told(0, 1)).toEqual([0, 2]);
    expect(told(99, 7)).toEqual([49, 299]);
    expect(told(101, 7)).toEqual([101, 101]);
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
