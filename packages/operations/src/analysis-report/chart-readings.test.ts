import { describe, expect, it } from "vitest";
import { textsIn } from "../texts/texts.ts";
import { variantsSection } from "./case-sections.ts";
import type { Discovery } from "../findings/discovery.ts";
import {
  readBothBottlenecks,
  readBothDurations,
  readBottlenecks,
  readDurations,
  readPeriods,
  readTimeline,
  readVariants,
} from "./chart-readings.ts";

const HOUR = 3600;
const texts = textsIn("en");
const durations = (median: number, mean: number) =>
  ({ caseDurations: { median, p75: 3 * HOUR, p95: 9 * HOUR, mean, max: 30 * HOUR } }) as unknown as Discovery;

describe("what charts say", () => {
  it("says of durations how far the mean lies above the median, where it is far", () => {
    expect(readDurations(durations(2 * HOUR, 5 * HOUR), texts)).toEqual([
      "Half of the cases end within 2 hours, three quarters within 3 hours, 95 % within 9 hours.",
      "The mean, 5 hours, is 2.5 times the median: a part of the cases takes far longer than usual.",
      "The longest case took 30 hours.",
    ]);
    expect(readDurations(durations(2 * HOUR, 2.5 * HOUR), texts)[1]).toBe("The mean is 2.5 hours.");
    const alike = { caseDurations: { ...durations(HOUR, HOUR).caseDurations, min: HOUR, max: HOUR } } as Discovery;
    expect(readDurations(alike, texts)).toEqual(["Every case takes 1 hour."]);
    expect(readDurations(durations(Number.NaN, Number.NaN), texts)).toEqual([]);
  });

  it("says of a timeline when most cases start, end and are open", () => {
    const timeline = {
      unit: "week" as const,
      periods: ["2024-01-01", "2024-01-08", "2024-01-15"],
      started: [3, 5, 1],
      ended: [1, 2, 6],
    };
    expect(readTimeline(timeline, texts)).toEqual([
      "Most cases started in the week of 8 January 2024: 5.",
      "Most cases ended in the week of 15 January 2024: 6.",
      "At the end of a week at most 5 cases were open: first in the week of 8 January 2024.",
    ]);
    const hours = ["2024-01-15T08", "2024-01-15T09", "2024-01-15T10"];
    const even = { ...timeline, unit: "hour" as const, periods: hours, started: [2, 2, 0], ended: [1, 1, 2] };
    expect(readTimeline(even, texts)).toEqual([
      "No hour saw more than 2 cases start.",
      "Most cases ended in the hour from 10:00 on 15 January 2024: 2.",
      "At the end of an hour at most 2 cases were open: first in the hour from 09:00 on 15 January 2024.",
    ]);
    expect(readTimeline({ unit: "day", periods: [], started: [], ended: [] }, texts)).toEqual([]);
  });

  it.each([
    ["day", "on 1 October 2004", "le 1er octobre 2004"],
    ["month", "in October 2004", "en octobre 2004"],
    ["quarter", "in the fourth quarter of 2004", "au quatrième trimestre 2004"],
    ["year", "in 2004", "en 2004"],
  ] as const)("names a %s as people do", (unit, english, french) => {
    const timeline = { unit, periods: ["2004-10-01"], started: [3], ended: [2] };
    expect(readTimeline(timeline, texts)[0]).toBe(`Most cases started ${english}: 3.`);
    expect(readTimeline(timeline, textsIn("fr"))[0]).toContain(`C’est ${french} que`);
  });

  it("says of bottlenecks what the worst costs, and the worst together", () => {
    const one = (activity: string, shareOfCycleTime: number, medianWaitSec: number) =>
      ({ activity, shareOfCycleTime, medianWaitSec, lostSec: 30 * HOUR, waits: 1234 }) as never;
    const all = [
      one("a", 0.5, 60),
      one("b", 0.2, 1),
      one("c", 0.1, 1),
      ...["d", "e", "f"].map((few) => one(few, 0.01, 1)),
    ];
    const service = { count: 1, totalSec: 1, meanSec: 1, medianSec: 1, minSec: 1, maxSec: 1 };
    const lossesOf = (activities: readonly never[], withWork = true) => ({
      bottlenecks: { activities, transitions: [] },
      activities: [{ activity: "a", count: 1, service: withWork ? service : null, waiting: service }],
    });
    expect(readBottlenecks(lossesOf(all, false), texts)[0]).toBe(
      "Most time passes before “a” is completed: 30 hours in all, 50.0 % of all cycle time.",
    );
    expect(readBottlenecks(lossesOf(all), texts)).toEqual([
      "Before “a” cases wait the longest: 30 hours in all, 50.0 % of all cycle time.",
      "Half of the waits for it (1,234) end within 1 minute.",
      "The waits for the first 3 add up to 80.0 % of all cycle time.",
    ]);
    // That three of five have most is no news.
    expect(readBottlenecks(lossesOf(all.slice(0, 5)), texts)).toHaveLength(2);
    expect(readBottlenecks(lossesOf([]), texts)).toEqual([]);
  });

  it("says of variants how many cover most cases, and counts single ones only where it knows all", () => {
    const variants = [7, 2, 1].map((cases) => ({ cases, share: cases / 10, medianDurationSec: HOUR }));
    const discovery = {
      variants: variants.map((one) => ({ ...one, activities: ["a"] })),
      variantCount: 3,
      variantsFor80Percent: 2,
    } as unknown as Discovery;
    expect(readVariants(discovery, texts)).toEqual([
      "The most frequent way covers 70.0 % of the cases; half of those end within 1 hour.",
      "2 of 3 variants cover 80 % of the cases.",
      "1 variant is taken by one case only.",
    ]);
    expect(readVariants({ ...discovery, variantCount: 9 }, texts)).toHaveLength(2);
    const inSection = (cases: number, most: number) =>
      variantsSection({ ...discovery, cases }, texts, true, most, false)[0]?.blocks;
    expect(inSection(10, 2)).toMatchObject([{ kind: "chart" }]);
    expect(inSection(3, 3)).toMatchObject([{ kind: "chart" }]);
    expect(inSection(3, 2)).toEqual([{ kind: "text", text: "No two cases take the same way." }]);
  });

  it("says of two analyses what differs", () => {
    expect(readBothDurations(durations(2 * HOUR, 5 * HOUR), durations(HOUR, 6 * HOUR), texts)).toEqual([
      "The median is 2 hours in A and 1 hour in B (−1 hour).",
      "The mean is 5 hours in A and 6 hours in B (+1 hour).",
    ]);
    const rows = [
      { activity: "x", inA: 0.5, inB: 0.1 },
      { activity: "y", inA: 0.2, inB: 0.3 },
    ];
    expect(readBothBottlenecks(rows, texts)).toEqual([
      "Most time passes before “x” in A (50.0 % of cycle time) and before “y” in B (30.0 %).",
      "The share before “x” differs the most: 50.0 % in A, 10.0 % in B.",
    ]);
    expect(readBothBottlenecks([{ activity: "x", inA: 0.5, inB: 0.5 }], texts)).toEqual([
      "In both most time passes before “x”: 50.0 % of cycle time in A, 50.0 % in B.",
    ]);
  });

  it("warns of a period that is shorter than cases of the other", () => {
    const over = (days: number) => ({
      ...durations(HOUR, HOUR),
      firstEvent: "2024-01-01T00:00:00Z",
      lastEvent: new Date(Date.UTC(2024, 0, 1) + days * 86_400_000).toISOString(),
    });
    expect(readPeriods(over(1), over(90), texts)).toEqual([]);
    // Of either 5 % take more than 9 hours.
    expect(readPeriods(over(90), over(0.25), texts)).toEqual([
      "No case of B can take longer than 6 hours, the time that its events cover, while 5 % of the cases of A take more than 9 hours: durations can’t be compared as they are.",
    ]);
    expect(readPeriods(durations(HOUR, HOUR), over(1), texts)).toEqual([]);
  });

  it("says of two analyses once what is alike, and once what differs", () => {
    expect(readBothDurations(durations(50 * HOUR, 60 * HOUR), durations(50 * HOUR + 1, 70 * HOUR), texts)).toEqual([
      "The median is 2.1 days in both.",
      "The mean is 2.5 days in A and 2.9 days in B (+10 hours).",
    ]);
    expect(readBothBottlenecks([{ activity: "x", inA: 0.5, inB: 0.4 }], texts)).toEqual([
      "In both most time passes before “x”: 50.0 % of cycle time in A, 40.0 % in B, which is also the largest difference.",
    ]);
  });
});
