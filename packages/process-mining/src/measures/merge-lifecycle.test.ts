import { mergeLifecycle, type EventLog } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { measureActivityPerformance } from "./activity-performance.ts";
import { measureArrivals } from "./arrivals.ts";
import { measureCaseDurations } from "./case-durations.ts";
import { measureProcessEfficiency } from "./process-efficiency.ts";
import { filterLog } from "../log/filters/filter-log.ts";
import { toWorkingTime } from "../log/working-time.ts";
import { eventLogFromTraces } from "../log/event-log-from-traces.ts";
import { importFixture } from "../truth/import-fixture.ts";

const START = 2 ** 32;
const COMPLETE = 2 * 2 ** 32;
const ABORT = 3 * 2 ** 32;
const HOUR = 3_600_000;

function withMarks(log: EventLog, marks: readonly number[]): EventLog {
  return { ...log, lifecycle: Float64Array.from(marks) };
}

describe("mergeLifecycle", () => {
  it("gives a completion the earliest open start of its activity, and leaves other steps out", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 1000],
        ["a", 2000],
        ["a", 2500],
        ["a", 3000],
        ["a", 6000],
      ],
    ]);
    const merged = await mergeLifecycle(withMarks(log, [START, START, 0, COMPLETE, COMPLETE]));
    expect(merged).toMatchObject({ pairs: 2, unpairedStarts: 0, unpairedCompletions: 0 });
    expect([...(merged?.log.startMs ?? [])]).toEqual([1000, 2000]);
    expect([...(merged?.log.endMs ?? [])]).toEqual([3000, 6000]);
  });

  it("pairs by instance where there is one", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 1000],
        ["a", 2000],
        ["a", 3000],
        ["a", 6000],
      ],
    ]);
    const merged = await mergeLifecycle(withMarks(log, [START + 1, START + 2, COMPLETE + 2, COMPLETE + 1]));
    expect([...(merged?.log.startMs ?? [])]).toEqual([1000, 2000]);
    expect([...(merged?.log.endMs ?? [])]).toEqual([6000, 3000]);
  });

  it("keeps a start that nothing completes, and a completion that nothing started, as a step each", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 1000],
        ["b", 2000],
      ],
      [["a", 3000]],
    ]);
    const merged = await mergeLifecycle(withMarks(log, [START, COMPLETE, COMPLETE]));
    expect(merged).toMatchObject({ pairs: 0, unpairedStarts: 1, unpairedCompletions: 2, otherEvents: 0 });
    expect([...(merged?.log.caseOffsets ?? [])]).toEqual([0, 2, 3]);
    expect([...(merged?.log.endMs ?? [])]).toEqual([1000, 2000, 3000]);
    expect([...(merged?.log.startMs ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  it("keeps the events of cases and activities in which nothing is started or completed", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 1],
        ["a", 2],
        ["noted", 3],
      ],
      [["a", 4]],
      [
        ["a", 5],
        ["a", 6],
      ],
    ]);
    const merged = await mergeLifecycle(withMarks(log, [0, COMPLETE, 0, 0, START, COMPLETE]));
    expect(merged).toMatchObject({ pairs: 1, unpairedCompletions: 1, otherEvents: 1 });
    expect([...(merged?.log.caseOffsets ?? [])]).toEqual([0, 2, 3, 4]);
    expect([...(merged?.log.endMs ?? [])]).toEqual([2, 3, 4, 6]);
  });

  it("ends a start by what aborts it, and takes an abortion of what isn't begun for no step", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 1000],
        ["a", 4000],
        ["a", 5000],
        ["a", 6000],
      ],
    ]);
    const merged = await mergeLifecycle(withMarks(log, [START, ABORT, ABORT, COMPLETE]));
    expect(merged).toMatchObject({ pairs: 1, unpairedStarts: 0, unpairedCompletions: 1, otherEvents: 1 });
    expect([...(merged?.log.startMs ?? [])]).toEqual([1000, Number.NaN]);
    expect([...(merged?.log.endMs ?? [])]).toEqual([4000, 6000]);
  });

  it("takes words of one's own for states where starts and completions are of different activities", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 1],
        ["b", 2],
        ["a", 3],
        ["b", 4],
        ["c", 5],
        ["c", 6],
      ],
    ]);
    const marked = withMarks(log, [START, COMPLETE, START, COMPLETE, START, COMPLETE]);
    expect(await mergeLifecycle(marked)).toMatchObject({ pairs: 1, unpairedStarts: 2 });
    expect(await mergeLifecycle({ ...marked, hasOwnStates: true })).toBeNull();
    const paired = withMarks(log, [START, START, COMPLETE, COMPLETE, START, 0]);
    expect(await mergeLifecycle({ ...paired, hasOwnStates: true })).toMatchObject({ pairs: 2, otherEvents: 1 });
  });

  it("lets a case last from its first to its last record, also of its schedule, whatever is measured", async () => {
    const monday = Date.UTC(2024, 2, 4, 9);
    const log = eventLogFromTraces([
      [
        ["a", monday],
        ["a", monday + 2 * HOUR],
        ["a", monday + 4 * HOUR],
        ["b", monday + 25 * HOUR],
      ],
      [
        ["b", monday + 24 * HOUR],
        ["b", monday + 25 * HOUR],
      ],
    ]);
    const merged = await mergeLifecycle(withMarks(log, [0, START, COMPLETE, 0, START, COMPLETE]));
    const steps = merged?.log ?? log;
    expect(steps.eventCount).toBe(2);
    const hours = async (of: EventLog): Promise<number[]> =>
      Array.from((await measureCaseDurations(of)).fromStartSec, (seconds) => seconds / 3600);
    expect(await hours(steps)).toEqual([25, 1]);
    const hoursOfDay = [{ fromMinute: 9 * 60, toMinute: 17 * 60 }];
    const office = { timezone: "UTC", weekdays: [1, 2, 3, 4, 5], hours: hoursOfDay, holidays: [] };
    // From nine to five, the first case takes eight hours on its first day and one on its second.
    expect(await hours(await toWorkingTime(steps, office))).toEqual([9, 1]);
    expect((await measureArrivals(steps))?.firstMs).toBe(monday);
    expect(await measureProcessEfficiency(steps)).toMatchObject({ processingSec: 3 * 3600, cycleSec: 26 * 3600 });
    const kept = async (filters: Parameters<typeof filterLog>[1]): Promise<readonly [readonly string[], number[]]> => {
      const { log: left } = await filterLog(steps, filters, []);
      return [left.caseIds, await hours(left)];
    };
    expect(await kept({ durations: { min: 10 * 3600 } })).toEqual([[steps.caseIds[0]], [25]]);
    expect(await kept({ durations: { max: 10 * 3600 } })).toEqual([[steps.caseIds[1]], [1]]);
    const window = { startMs: monday, endMs: monday + HOUR };
    expect(await kept({ timeWindow: { ...window, rule: "started" } })).toEqual([[steps.caseIds[0]], [25]]);
    expect(await kept({ timeWindow: { ...window, rule: "contained" } })).toEqual([[], []]);
    expect(await kept({ timeWindow: window })).toEqual([[steps.caseIds[0]], [25]]);
    expect(await kept({ activities: { keepEvents: ["a"] } })).toEqual([[steps.caseIds[0]], [2]]);
  });

  it("puts steps in the order of their starts", async () => {
    const log = eventLogFromTraces([
      [
        ["a", 1],
        ["b", 2],
        ["b", 3],
        ["a", 4],
      ],
    ]);
    const merged = await mergeLifecycle(withMarks(log, [START, START, COMPLETE, COMPLETE]));
    expect([...(merged?.log.activity ?? [])].map((number) => merged?.log.activities[number])).toEqual(["a", "b"]);
  });

  it.each([
    ["no event starts anything", (log: EventLog) => withMarks(log, [COMPLETE, COMPLETE])],
    ["the life cycle is unknown", (log: EventLog) => log],
    ["the log has start times", (log: EventLog) => withMarks({ ...log, startMs: log.endMs }, [START, COMPLETE])],
  ])("is null when %s", async (_, of) => {
    expect(
      await mergeLifecycle(
        of(
          eventLogFromTraces([
            [
              ["a", 1],
              ["a", 2],
            ],
          ]),
        ),
      ),
    ).toBeNull();
  });

  // Pairs and means by a script of its own over the XES files.
  it.each([
    {
      file: "repairExample.xes.gz",
      events: 11_855,
      counts: { pairs: 4121, unpairedStarts: 1, unpairedCompletions: 3612 },
      service: {
        "Analyze Defect": [1104, 454.1847826086956],
        "Repair (Complex)": [724, 1382.9834254143645],
        "Repair (Simple)": [785, 600.1528662420383],
        "Test Repair": [1508, 449.3633952254642],
      },
    },
    {
      file: "teleclaims.xes.gz",
      events: 46_138,
      counts: { pairs: 21_313, unpairedStarts: 0, unpairedCompletions: 3512 },
      service: {
        "B check if sufficient information is available": [1720, 30.74360465116279],
        "B register claim": [1525, 519.2786885245902],
        "S check if sufficient information is available": [1792, 31.544642857142858],
        "S register claim": [1425, 514.6778947368421],
        "advise claimant on reimbursement": [1976, 176.98026315789474],
        "assess claim": [2461, 661.2661519707436],
        "close claim": [1976, 30.25657894736842],
        "determine likelihood of claim": [2950, 20.09457627118644],
        end: [3512, 0],
        "initiate payment": [1976, 124.05819838056681],
      },
    },
  ])("knows the service times of $file", async ({ file, events, counts, service }) => {
    const log = await importFixture(file, { withLifecycle: true });
    expect(log.eventCount).toBe(events);
    const merged = await mergeLifecycle(log);
    expect(merged).toMatchObject(counts);
    const measured = await measureActivityPerformance(merged?.log ?? log);
    const known = measured.filter((one) => (one.service?.count ?? 0) > 0);
    expect(Object.fromEntries(known.map(({ activity, service: time }) => [activity, time?.count]))).toEqual(
      Object.fromEntries(Object.entries(service).map(([activity, [count]]) => [activity, count])),
    );
    for (const [activity, [, meanSec]] of Object.entries(service)) {
      expect(known.find((one) => one.activity === activity)?.service?.meanSec).toBeCloseTo(meanSec ?? Number.NaN, 6);
    }
  });
});
