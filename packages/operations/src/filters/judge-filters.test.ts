import { describe, expect, it } from "vitest";
import type { FilterParameters } from "./filters-parameter.ts";
import { judgeFilters, type DatasetFacts } from "./judge-filters.ts";

const FACTS: DatasetFacts = {
  events: 100,
  cases: 20,
  isTimed: true,
  timeStart: new Date("2024-01-10T08:00:00Z"),
  timeEnd: new Date("2024-03-10T08:00:00Z"),
  columns: ["case_id", "activity", "timestamp", "Region"],
  activityNames: ["Register", "Pay"],
};
const UNTIMED = { ...FACTS, isTimed: false, timeStart: null, timeEnd: null };
const UNKNOWN = {
  events: null,
  cases: null,
  isTimed: null,
  timeStart: null,
  timeEnd: null,
  columns: null,
  activityNames: null,
};
const pointers = (parameters: FilterParameters, facts: DatasetFacts = FACTS) =>
  judgeFilters(parameters, facts).map(({ at }) => at.join("/"));

describe("judgeFilters", () => {
  it.each<[FilterParameters, readonly string[]]>([
    [{}, []],
    [{ timeWindow: { startDate: "2024-03-11" } }, ["timeWindow"]],
    [{ filters: { timeWindow: { startDate: "2024-03-11" } } }, ["filters/timeWindow"]],
    [{ timeWindow: { endDate: "2024-01-09" } }, ["timeWindow"]],
    [{ timeWindow: { startDate: "2024-03-10", endDate: "2024-03-10" } }, []],
    [{ timeWindow: { startDate: "2024-01-10T07:00:00Z", endDate: "2024-01-10T08:00:00Z" } }, []],
    [
      { filters: { activities: { noneOf: ["Pay", "Play"], dropEvents: ["X"] } } },
      ["filters/activities/noneOf/1", "filters/activities/dropEvents/0"],
    ],
    [
      { filters: { startActivities: ["x"], endActivities: ["Pay", "y"] } },
      ["filters/startActivities/0", "filters/endActivities/1"],
    ],
    [
      {
        filters: {
          transitions: [
            { from: "Pay", to: "z" },
            { from: "q", to: "Pay" },
          ],
        },
      },
      ["filters/transitions/0/to", "filters/transitions/1/from"],
    ],
    [
      { filters: { variants: { paths: [["Pay"], ["Pay", "w"]], minCases: 21 } } },
      ["filters/variants/paths/1/1", "filters/variants/minCases"],
    ],
    [
      {
        filters: {
          attributes: [
            { column: "Region", min: 1 },
            { column: "region", min: 1 },
          ],
        },
      },
      ["filters/attributes/1/column"],
    ],
    [{ filters: { caseLength: { min: 82 } } }, ["filters/caseLength/min"]],
    [{ filters: { caseLength: { min: 81 } } }, []],
  ])("of %j faults %j", (parameters, expected) => {
    expect(pointers(parameters)).toEqual(expected);
  });

  it("faults filters by time of a log without times", () => {
    const filters = {
      durations: { minSec: 1 },
      transitions: [
        { from: "Pay", to: "Pay" },
        { from: "Pay", to: "Pay", maxSec: 1 },
      ],
    };
    expect(pointers({ timeWindow: { startDate: "2024-01-01" }, filters }, UNTIMED)).toEqual([
      "timeWindow",
      "filters/durations",
      "filters/transitions/1",
    ]);
  });

  it("faults nothing that it can't know", () => {
    const filters = {
      activities: { anyOf: ["x"] },
      attributes: [{ column: "x", min: 1 }],
      durations: { minSec: 1 },
      caseLength: { min: 9999 },
    };
    expect(pointers({ timeWindow: { startDate: "1999-01-01", endDate: "1999-01-01" }, filters }, UNKNOWN)).toEqual([]);
    // A step may have begun before the first completion.
    expect(pointers({ timeWindow: { endDate: "2024-01-09" } }, { ...FACTS, columns: ["start_timestamp"] })).toEqual([]);
  });

  it("names what there is", () => {
    const detail = (name: string) => judgeFilters({ filters: { startActivities: [name] } }, FACTS)[0]?.detail;
    expect(detail("register ")).toBe('names the activity "register ", which the dataset hasn\'t; it has "Register"');
    expect(detail("Refund")).toBe('names the activity "Refund", which the dataset hasn\'t; it has "Register", "Pay"');
  });
});
