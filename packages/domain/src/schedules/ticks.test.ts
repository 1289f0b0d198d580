import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCron } from "./cron.ts";
import { firstOfLast, nextTick, nextTicks, timetableOf } from "./ticks.ts";
import { createZoneClock, findChange } from "./zone-clock.ts";

const at = (text: string): number => Date.parse(`${text}Z`);
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 16);

const TICKS: readonly (readonly [what: string, cron: string, zone: string, after: string, ticks: readonly string[]])[] =
  [
    ["a month", "0 6 1 * *", "Europe/Paris", "2026-03-01T06:00", ["2026-04-01T04:00", "2026-05-01T04:00"]],
    ["a name for it", "@daily", "UTC", "2026-03-01T06:00", ["2026-03-02T00:00", "2026-03-03T00:00"]],
    ["the last day", "0 0 L * *", "UTC", "2028-01-31T00:00", ["2028-02-29T00:00", "2028-03-31T00:00"]],
    ["either of two days", "0 0 13 * FRI", "UTC", "2026-11-07T00:00", ["2026-11-13T00:00", "2026-11-20T00:00"]],
    ["a leap day", "0 0 29 2 *", "UTC", "2026-01-01T00:00", ["2028-02-29T00:00", "2032-02-29T00:00"]],
    // Clocks go from 02:00 to 03:00 at 01:00 UTC.
    [
      "a time left out, at the change",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-03-28T02:00",
      ["2026-03-29T01:00", "2026-03-30T00:30"],
    ],
    [
      "several times left out, once",
      "0,30 2 * * *",
      "Europe/Berlin",
      "2026-03-28T02:00",
      ["2026-03-29T01:00", "2026-03-30T00:00"],
    ],
    [
      "a range over the gap",
      "0 1-3 * * *",
      "Europe/Berlin",
      "2026-03-28T12:00",
      ["2026-03-29T00:00", "2026-03-29T01:00", "2026-03-29T23:00"],
    ],
    ["nothing in the hour that is left out", "*/15 2 * * *", "Europe/Berlin", "2026-03-28T02:00", ["2026-03-30T00:00"]],
    [
      "each twenty minutes, through the gap",
      "*/20 * * * *",
      "Europe/Berlin",
      "2026-03-29T00:30",
      ["2026-03-29T00:40", "2026-03-29T01:00"],
    ],
    [
      "even hours, through the gap",
      "0 */2 * * *",
      "Europe/Berlin",
      "2026-03-28T22:30",
      ["2026-03-28T23:00", "2026-03-29T02:00"],
    ],
    // Clocks go from 03:00 back to 02:00 at 01:00 UTC.
    [
      "a time that comes twice, the first time",
      "30 2 * * *",
      "Europe/Berlin",
      "2026-10-24T01:00",
      ["2026-10-25T00:30", "2026-10-26T01:30"],
    ],
    ["the same, asked while it comes again", "30 2 * * *", "Europe/Berlin", "2026-10-25T01:10", ["2026-10-26T01:30"]],
    [
      "a range over times that come twice",
      "0 1-3 * * *",
      "Europe/Berlin",
      "2026-10-24T21:00",
      ["2026-10-24T23:00", "2026-10-25T00:00", "2026-10-25T02:00"],
    ],
    [
      "each half hour, both times",
      "*/30 * * * *",
      "Europe/Berlin",
      "2026-10-25T00:00",
      ["2026-10-25T00:30", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T02:00"],
    ],
    [
      "each hour, from the first pass",
      "5 * * * *",
      "Europe/Berlin",
      "2026-10-25T00:50",
      ["2026-10-25T01:05", "2026-10-25T02:05"],
    ],
    [
      "half an hour that comes twice",
      "45 1 * * *",
      "Australia/Lord_Howe",
      "2026-04-04T12:00",
      ["2026-04-04T14:45", "2026-04-05T15:15"],
    ],
    [
      "half an hour that is left out",
      "15 2 * * *",
      "Australia/Lord_Howe",
      "2026-10-03T12:00",
      ["2026-10-03T15:30", "2026-10-04T15:15"],
    ],
    [
      "a midnight left out",
      "0 0 * * *",
      "America/Santiago",
      "2026-09-05T12:00",
      ["2026-09-06T04:00", "2026-09-07T03:00"],
    ],
    ["a day left out", "0 12 * * *", "Pacific/Apia", "2011-12-29T23:00", ["2011-12-30T10:00", "2011-12-30T22:00"]],
  ];

describe("a timetable", () => {
  it.each(TICKS)("has %s: %s in %s after %s", (_what, cron, zone, after, ticks) => {
    expect(nextTicks(timetableOf(cron, zone), at(after), ticks.length).map(iso)).toEqual(ticks);
  });

  const zones = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
  ];
  const expressions = ["*/15 * * * *", "30 2 * * *", "0 0-5 * * *", "0 */3 * * 1", "45 1 1 * *", "5,50 0 * * SUN"];

  it("moves on with each tick, to whole minutes, at a wall-clock time that it names or where clocks change", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...expressions),
        fc.integer({ min: at("2020-01-01T00:00"), max: at("2030-01-01T00:00") }),
        (zone, text, after) => {
          const timetable = timetableOf(text, zone);
          const tick = nextTick(timetable, after) ?? Number.NaN;
          expect(tick).toBeGreaterThan(after);
          expect(tick % 60_000).toBe(0);
          const wall = tick + timetable.clock(tick);
          const isNamed = timetable.cron.next(wall - 1) === wall;
          const isChange = findChange(timetable.clock, tick - 60_000, tick) === tick;
          expect(isNamed || (timetable.cron.isFixed && isChange)).toBe(true);
          // Whoever asks at any time before it, gets the same.
          const between = after + Math.floor((tick - after) / 2);
          expect(nextTick(timetable, between)).toBe(tick);
          expect(nextTick(timetable, tick - 1)).toBe(tick);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("that names its time of day comes once on each day, whatever clocks do", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.constantFrom("2026-03-01T00:00", "2026-09-25T00:00", "2026-04-01T00:00", "2026-02-10T00:00"),
        (zone, hour, minute, from) => {
          const timetable = timetableOf(`${minute} ${hour} * * *`, zone);
          const days = nextTicks(timetable, at(from), 45).map((tick) =>
            new Date(tick + timetable.clock(tick)).toISOString().slice(0, 10),
          );
          expect(new Set(days).size).toBe(45);
          expect((Date.parse(days[44] ?? "") - Date.parse(days[0] ?? "")) / 86_400_000).toBe(44);
        },
      ),
      { numRuns: 40 },
    );
  });

  it.each([
    ["* * * * *", "2026-01-01T00:00", "2026-01-31T00:00", 100, "2026-01-30T22:21"],
    ["* * * * *", "2026-01-01T00:00", "2026-01-31T00:00", 1, "2026-01-31T00:00"],
    ["0 6 1 * *", "2026-01-01T06:00", "2026-05-31T00:00", 1, "2026-05-01T06:00"],
    ["0 6 1 * *", "2026-01-01T06:00", "2026-05-31T00:00", 2, "2026-04-01T06:00"],
    ["0 6 1 * *", "2026-01-01T06:00", "2026-05-31T00:00", 100, "2026-01-01T06:00"],
    ["* 9 1 1 *", "2026-01-01T09:00", "2026-03-01T00:00", 10, "2026-01-01T09:50"],
  ])("%s from %s to %s: the last %i begin at %s", async (cron, from, until, most, first) => {
    expect(iso(await firstOfLast(timetableOf(cron, "UTC"), at(from), at(until), most))).toBe(first);
  });
});

describe("a cron expression", () => {
  it.each([
    ["* * * * * *", "6 parts"],
    ["* * * *", "five"],
    ["60 * * * *", "60"],
    ["*/0 * * * *", "0"],
    ["x", "cron"],
    ["", "cron"],
    ["0 0 31 2 *", "never comes"],
    ["0 0 30 2 *", "never comes"],
    ["@reboot", "cron"],
    [`0 0 1 ${"1,".repeat(200)}1 *`, "200 characters"],
  ])("%s is refused with what is wrong", (text, word) => {
    const parsed = parseCron(text);
    expect("fault" in parsed ? parsed.fault : "accepted").toContain(word);
  });
});

it.each(["+02:00", "Mars/Olympus", "", "Europe/Berlin\0", "UTC+1h", "../etc", "a".repeat(100)])(
  "%j is no time zone",
  (name) => {
    expect(createZoneClock(name)).toBeNull();
  },
);
