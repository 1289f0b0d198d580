import * as fc from "fast-check";
import { Pacer } from "@longhaul/domain";
import type { EventLog } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { measureCaseSpans } from "./case-spans.ts";
import { splitByTime } from "./temporal-split.ts";

const spansOf = async (log: EventLog) => measureCaseSpans(log, new Pacer());

describe("splitByTime", () => {
  it("trains on cases that ended before the first test case began, and tests on none that began earlier", async () => {
    const anyCase = fc.record({
      begin: fc.integer({ min: 0, max: 1_000_000 }),
      hours: fc.integer({ min: 0, max: 2000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyCase, { minLength: 60, maxLength: 150 }), async (cases) => {
        const log = eventLogFromTraces(
          cases.map(({ begin, hours }) => [
            ["a", begin],
            ["b", begin + hours],
          ]),
        );
        const split = splitByTime(await spansOf(log));
        if (split.outcome !== "split") return;
        const begin = (caseIndex: number): number => cases[caseIndex]?.begin ?? 0;
        const end = (caseIndex: number): number => begin(caseIndex) + (cases[caseIndex]?.hours ?? 0);
        expect(Math.min(...Array.from(split.testCases, begin))).toBe(split.splitMs);
        expect(Math.max(...Array.from(split.trainCases, end))).toBeLessThan(split.splitMs);
        expect(split.trainCases.length + split.testCases.length + split.underWayCases.length).toBe(cases.length);
      }),
    );
  });

  it("says how many cases it found when all of them overlap", async () => {
    const log = eventLogFromTraces(
      Array.from({ length: 100 }, (_, index) => [
        ["a", index],
        ["b", 1000 + index],
      ]),
    );
    expect(splitByTime(await spansOf(log))).toMatchObject({
      outcome: "not-enough-data",
      trainCases: 0,
      reason: expect.stringContaining("0 of 100 cases had ended"),
    });
  });

  it("splits within the given cases only", async () => {
    const log = eventLogFromTraces(Array.from({ length: 200 }, (_, index) => [["a", index]]));
    const firstHundred = Uint32Array.from({ length: 100 }, (_, index) => index);
    const split = splitByTime(await spansOf(log), firstHundred);
    expect(split).toMatchObject({ outcome: "split", splitMs: 80, underWayCases: new Uint32Array() });
    expect(split.outcome === "split" && Math.max(...split.testCases)).toBe(99);
  });
});
