import type { EventLog, LogFilters } from "@longhaul/event-log";
import { describe, expect, it } from "vitest";
import { eventLogFromTraces, type TraceEvent } from "../event-log-from-traces.ts";
import { filterLog } from "./filter-log.ts";

const DAY = 86_400_000;
const day = (number: number): number => Date.UTC(2024, 0, number);

/** A trace from `a1 b3`: activity and the day of its completion. */
const trace = (text: string): TraceEvent[] =>
  text.split(" ").map((event) => [event.slice(0, 1), day(Number(event.slice(1)))]);

function log(cases: Readonly<Record<string, string>>): EventLog {
  return eventLogFromTraces(Object.values(cases).map(trace), Object.keys(cases));
}

async function kept(source: EventLog, filters: LogFilters): Promise<readonly string[]> {
  return (await filterLog(source, filters, [])).log.caseIds;
}

describe("a time window", () => {
  const cases = log({ before: "a1 b2", into: "c1 d3", inside: "e3 f4", "out of": "g4 h7", around: "i1 j8", at: "k5" });
  const timeWindow = { startMs: day(3), endMs: day(5) };

  it.each([
    [undefined, ["into", "inside", "out of"]],
    ["intersecting", ["into", "inside", "out of"]],
    ["contained", ["inside"]],
    ["started", ["inside", "out of"]],
  ] as const)("keeps whole cases by the rule %s", async (rule, ids) => {
    const filtered = (await filterLog(cases, { timeWindow: { ...timeWindow, rule } }, [])).log;
    expect(filtered.caseIds).toEqual(ids);
    expect(filtered.eventCount).toBe(ids.length * 2);
  });

  it("takes a missing bound for open and may leave nothing", async () => {
    expect(await kept(cases, { timeWindow: { startMs: day(8) } })).toEqual(["around"]);
    const { log: nothing, steps } = await filterLog(cases, { timeWindow: { startMs: day(366) } }, []);
    expect([nothing.eventCount, nothing.caseCount, nothing.activities, [...nothing.caseOffsets]]).toEqual([
      0,
      0,
      [],
      [0],
    ]);
    expect(steps).toEqual([{ filter: "timeWindow", casesLeft: 0, eventsLeft: 0 }]);
  });

  it("counts an event as inside while it is at work", async () => {
    const atWork = eventLogFromTraces([[["a", day(9), null, day(1)]]], ["c"]);
    expect(await kept(atWork, { timeWindow })).toEqual(["c"]);
  });
});

describe("filters of cases", () => {
  const cases = log({ one: "a1 b2 c3", two: "a1 c5", three: "b1 a2 b3 c9", four: "a1 b2 c4", five: "c1" });

  it.each<[string, LogFilters, readonly string[]]>([
    ["some of the activities", { activities: { anyOf: ["b"] } }, ["one", "three", "four"]],
    ["all of the activities", { activities: { allOf: ["a", "c"] } }, ["one", "two", "three", "four"]],
    ["none of the activities", { activities: { noneOf: ["b", "x"] } }, ["two", "five"]],
    ["where they start", { startActivities: ["b", "c"] }, ["three", "five"]],
    ["where they end", { endActivities: ["a"] }, []],
    ["their length", { caseLength: { min: 2, max: 3 } }, ["one", "two", "four"]],
    [
      "their duration, both bounds inclusive",
      { durations: { min: (2 * DAY) / 1000, max: (4 * DAY) / 1000 } },
      ["one", "two", "four"],
    ],
    ["a transition", { transitions: [{ from: "a", to: "b" }] }, ["one", "three", "four"]],
    [
      "a transition that takes long",
      { transitions: [{ from: "b", to: "c", seconds: { min: (2 * DAY) / 1000 } }] },
      ["three", "four"],
    ],
    [
      "a transition with others between",
      { transitions: [{ from: "a", to: "c", directly: false }] },
      ["one", "two", "three", "four"],
    ],
    ["no such transition", { transitions: [{ from: "a", to: "b", occurs: "none" }] }, ["two", "five"]],
    ["the most frequent variants", { variants: { mostFrequent: 1 } }, ["one", "four"]],
    ["variants that cover a share", { variants: { coverShare: 0.5 } }, ["one", "two", "four"]],
    ["variants of some cases", { variants: { minCases: 2 } }, ["one", "four"]],
    ["paths", { variants: { paths: [["c"], ["a", "c"]] } }, ["two", "five"]],
    ["all but some paths", { variants: { exceptPaths: [["a", "b", "c"]] } }, ["two", "three", "five"]],
    [
      "several at once",
      { activities: { anyOf: ["b"] }, caseLength: { max: 3 }, startActivities: ["a"] },
      ["one", "four"],
    ],
    [
      "variants among those that others leave",
      { caseLength: { max: 2 }, variants: { mostFrequent: 2 } },
      ["two", "five"],
    ],
  ])("keep cases by %s", async (_, filters, ids) => {
    expect(await kept(cases, filters)).toEqual(ids);
  });

  it("tell what each of them left", async () => {
    const { steps } = await filterLog(
      cases,
      { caseLength: { min: 2 }, activities: { anyOf: ["b"], dropEvents: ["c"] } },
      [],
    );
    expect(steps).toEqual([
      { filter: "caseLength", casesLeft: 4, eventsLeft: 12 },
      { filter: "activities.anyOf", casesLeft: 3, eventsLeft: 10 },
      { filter: "activities.dropEvents", casesLeft: 3, eventsLeft: 7 },
    ]);
  });

  it("take out events after cases were chosen, and cases that have none left", async () => {
    const { log: left } = await filterLog(cases, { activities: { keepEvents: ["a", "b"], dropEvents: ["b"] } }, []);
    expect([left.caseIds, left.activities, [...left.caseOffsets]]).toEqual([
      ["one", "two", "three", "four"],
      ["a"],
      [0, 1, 2, 3, 4],
    ]);
  });

  it("leave a log as it is when there are none", async () => {
    expect((await filterLog(cases, {}, [])).log).toBe(cases);
  });

  it("heed which cases meet an attribute filter", async () => {
    const { log: left, steps } = await filterLog(cases, { attributes: [{ column: "x" }] }, [
      Uint8Array.of(1, 0, 0, 0, 1),
    ]);
    expect(left.caseIds).toEqual(["one", "five"]);
    expect(steps).toEqual([{ filter: "attributes[0]", casesLeft: 2, eventsLeft: 4 }]);
  });
});
