import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { measureActivityPerformance } from "../measures/activity-performance.ts";
import { eventLogFromTraces } from "./event-log-from-traces.ts";
import { createWorkingClock, type WorkingCalendar } from "./working-calendar.ts";
import { toWorkingTime } from "./working-time.ts";

const hourMs = 3_600_000;
const office: WorkingCalendar = {
  timezone: "Europe/Amsterdam",
  weekdays: [1, 2, 3, 4, 5],
  hours: [
    { fromMinute: 9 * 60, toMinute: 12 * 60 },
    { fromMinute: 13 * 60, toMinute: 17 * 60 },
  ],
  holidays: ["2024-04-01"],
};
const at = (text: string): number => Date.parse(text);

function hoursBetween(calendar: WorkingCalendar, from: string, to: string): number {
  const clock = createWorkingClock(calendar, at(from), at(to));
  return (clock(at(to)) - clock(at(from))) / hourMs;
}

describe("working clock", () => {
  it("stands still at night, at lunch, at weekends and on holidays", () => {
    expect(hoursBetween(office, "2024-03-28T11:00:00+01:00", "2024-03-28T14:00:00+01:00")).toBe(2);
    expect(hoursBetween(office, "2024-03-28T16:00:00+01:00", "2024-03-29T10:00:00+01:00")).toBe(2);
    // Friday to Tuesday over Easter, with the change to summer time and the Monday off.
    expect(hoursBetween(office, "2024-03-29T16:00:00+01:00", "2024-04-02T10:00:00+02:00")).toBe(2);
    expect(hoursBetween(office, "2024-03-30T00:00:00+01:00", "2024-03-31T23:00:00+02:00")).toBe(0);
  });

  it("runs as fast as time itself where work never rests, whatever the clocks do", () => {
    const always: WorkingCalendar = {
      ...office,
      weekdays: [0, 1, 2, 3, 4, 5, 6],
      hours: [{ fromMinute: 0, toMinute: 1440 }],
      holidays: [],
    };
    expect(hoursBetween(always, "2024-03-30T00:00:00Z", "2024-04-01T00:00:00Z")).toBe(48);
    expect(hoursBetween(always, "2024-10-26T00:00:00Z", "2024-10-28T00:00:00Z")).toBe(48);
  });

  it("agrees with counting the minutes at which the wall clock shows working time", () => {
    const wall = new Intl.DateTimeFormat("en-GB", {
      timeZone: "America/New_York",
      weekday: "short",
      hour: "numeric",
      hourCycle: "h23",
    });
    const calendar: WorkingCalendar = {
      timezone: "America/New_York",
      weekdays: [0, 5],
      hours: [{ fromMinute: 8 * 60, toMinute: 20 * 60 }],
      holidays: [],
    };
    const random = seededRandom(4);
    const from = at("2024-11-01T00:00:00Z");
    const clock = createWorkingClock(calendar, from, from + 20 * 24 * hourMs);
    for (let turn = 0; turn < 5; turn++) {
      const start = from + Math.floor(random() * 14_400) * 60_000;
      const end = start + Math.floor(random() * 8_000) * 60_000;
      let minutes = 0;
      for (let ms = start; ms < end; ms += 60_000) {
        const parts = new Map(wall.formatToParts(ms).map(({ type, value }) => [type, value]));
        const hour = Number(parts.get("hour"));
        if (["Sun", "Fri"].includes(parts.get("weekday") ?? "") && hour >= 8 && hour < 20) minutes++;
      }
      expect((clock(end) - clock(start)) / 60_000).toBe(minutes);
    }
  });

  it("refuses a period that no calendar can be meant for", () => {
    expect(() => createWorkingClock(office, at("0001-01-01T00:00:00Z"), at("2024-01-01T00:00:00Z"))).toThrow(
      "200 years",
    );
  });
});

describe("toWorkingTime", () => {
  it("makes service and waiting those of working time, and keeps the order", async () => {
    const log = eventLogFromTraces([
      [
        ["a", at("2024-03-29T16:00:00+01:00"), "x", at("2024-03-29T11:00:00+01:00")],
        ["b", at("2024-04-02T10:00:00+02:00"), "x", at("2024-04-02T09:30:00+02:00")],
      ],
    ]);
    const [a, b] = await measureActivityPerformance(await toWorkingTime(log, office));
    expect(a?.service?.totalSec).toBe(4 * 3600);
    expect(b?.service?.totalSec).toBe(1800);
    expect(b?.waiting.totalSec).toBe(1.5 * 3600);
  });
});
