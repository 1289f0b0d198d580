import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import type { TraceEvent } from "../log/event-log-from-traces.ts";
import { detectAnomalies } from "./detect-anomalies.ts";

const hourMs = 3_600_000;
const steps = ["register", "check", "decide", "notify", "archive"];
const staff = ["ann", "ben", "cay"];

/** A case with the given steps, about an hour each, "decide" by the boss and all else by the staff in turn. */
function makeCase(index: number, names: readonly string[] = steps): TraceEvent[] {
  const random = seededRandom(index + 1);
  let atMs = index * 50 * hourMs;
  return names.map((name, step) => {
    atMs += (0.6 + 0.8 * random()) * hourMs;
    return [name, atMs, name === "decide" ? "boss" : (staff[(index + step) % 3] ?? "")];
  });
}

/** 500 ordinary cases; those named are replaced. */
function logWith(odd: Readonly<Record<number, readonly TraceEvent[]>>) {
  return eventLogFromTraces(Array.from({ length: 500 }, (_, index) => odd[index] ?? makeCase(index)));
}

describe("detectAnomalies", () => {
  it("finds planted anomalies of every kind, says why, and reports no other case as severe", async () => {
    const late = makeCase(40).map((event, step): TraceEvent =>
      step < 3 ? event : [event[0], event[1] + 900 * hourMs, event[2]],
    );
    const report = await detectAnomalies(
      logWith({
        10: makeCase(10, ["register", "decide", "check", "notify", "archive"]),
        20: makeCase(20, ["register", "check", "decide", "archive"]),
        30: makeCase(30, ["register", "check", "check", "check", "decide", "notify", "archive"]),
        40: late,
        50: makeCase(50).map((event): TraceEvent => (event[0] === "notify" ? [event[0], event[1], "boss"] : event)),
      }),
    );
    const kindsOf = (index: number) => report.cases.find((found) => found.caseIndex === index)?.kinds ?? [];
    expect(kindsOf(10)).toContain("rare-path");
    expect(kindsOf(20)).toEqual(expect.arrayContaining(["missing-step", "rare-path"]));
    expect(kindsOf(30)).toEqual(expect.arrayContaining(["repeated-step", "rare-path"]));
    expect(kindsOf(40)).toEqual(expect.arrayContaining(["duration", "slow-transition"]));
    expect(kindsOf(50)).toEqual(["odd-resource"]);
    const late40 = report.cases.find((found) => found.caseIndex === 40);
    expect(late40?.explanation).toContain('passed between "decide" and "notify", usually');
    const severe = report.cases.filter((found) => found.severity !== "low").map((found) => found.caseIndex);
    expect(severe.every((index) => [10, 20, 30, 40, 50].includes(index))).toBe(true);
    expect(report.detected).toBe(report.highSeverity + report.mediumSeverity + report.lowSeverity);
    expect(report.cases.length).toBe(report.detected);
  });

  it("estimates on planted anomalies how many reports are false and how many cases are missed", async () => {
    const { quality } = await detectAnomalies(logWith({}));
    expect(quality).toMatchObject({ typicalCases: 500, plantedCases: 25 });
    expect(quality?.falsePositiveRate).toBeLessThan(0.05);
    expect(quality?.recall).toBeGreaterThan(0.9);
  });

  it("leaves the estimate out where few cases are typical", async () => {
    const cases = Array.from({ length: 60 }, (_, index) => makeCase(index));
    const report = await detectAnomalies(eventLogFromTraces(cases));
    expect(report.quality).toBeUndefined();
  });

  it("finds nothing in cases that are all alike", async () => {
    const cases = Array.from({ length: 200 }, (_, index) =>
      steps.map((name, step): TraceEvent => [name, (index * 10 + step) * hourMs, "ann"]),
    );
    expect(await detectAnomalies(eventLogFromTraces(cases))).toMatchObject({ detected: 0, cases: [] });
  });

  it("takes what is odd about too many cases for usual", async () => {
    const late = (index: number): TraceEvent[] =>
      makeCase(index).map((event, step): TraceEvent => [
        event[0],
        event[1] + (step === 4 ? 500 * hourMs : 0),
        event[2],
      ]);
    const odd = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [index, late(index)]));
    const report = await detectAnomalies(logWith(odd));
    const slow = report.cases.filter((found) => found.kinds.includes("slow-transition"));
    expect(slow.length).toBeLessThanOrEqual(0.02 * 500);
  });

  it("doesn't call a case incomplete that may still be running", async () => {
    const open = makeCase(499, ["register", "check"]);
    const report = await detectAnomalies(logWith({ 499: open, 100: makeCase(100, ["register", "check"]) }));
    const kindsOf = (index: number) => report.cases.find((found) => found.caseIndex === index)?.kinds;
    expect(kindsOf(499)).toBeUndefined();
    expect(kindsOf(100)).toContain("missing-step");
  });

  it("gives the same answer each time, and stops when told to", async () => {
    const log = logWith({ 3: makeCase(3, ["register", "archive"]) });
    expect(await detectAnomalies(log)).toEqual(await detectAnomalies(log));
    await expect(detectAnomalies(log, {}, { signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
  });

  it("reports progress that never falls and ends at 1", async () => {
    const fractions: number[] = [];
    await detectAnomalies(logWith({}), {}, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it("estimates on as many typical cases as it may take", async () => {
    const quality = async (mostTypicalCases: number) =>
      (await detectAnomalies(logWith({}), { mostTypicalCases })).quality;
    expect(await quality(200)).toMatchObject({ typicalCases: 200, plantedCases: 10 });
    expect(await quality(5000)).toMatchObject({ typicalCases: 500, plantedCases: 25 });
  });
});
