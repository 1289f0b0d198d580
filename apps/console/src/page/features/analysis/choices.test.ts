import { expect, it } from "vitest";
import { filteredParameters, withAnother, type Choice } from "./choices.ts";

const BASE = { datasetId: "d", analysisType: "discovery" };

it.each<[Choice, unknown]>([
  [{ kind: "with", activity: "A" }, { activities: { allOf: ["A"] } }],
  [{ kind: "without", activity: "A" }, { activities: { noneOf: ["A"] } }],
  [{ kind: "startsWith", activity: "A" }, { startActivities: ["A"] }],
  [{ kind: "endsWith", activity: "A" }, { endActivities: ["A"] }],
  [{ kind: "withPath", from: "A", to: "B" }, { transitions: [{ from: "A", to: "B", occurs: "some" }] }],
  [{ kind: "withoutPath", from: "A", to: "B" }, { transitions: [{ from: "A", to: "B", occurs: "none" }] }],
  [{ kind: "onlyVariant", activities: ["A", "B"] }, { variants: { paths: [["A", "B"]] } }],
  [{ kind: "withoutVariant", activities: ["A", "B"] }, { variants: { exceptPaths: [["A", "B"]] } }],
  [{ kind: "attribute", column: "resource", value: "ann" }, { attributes: [{ column: "resource", values: ["ann"] }] }],
  [
    { kind: "attribute", column: "zone", value: "north", of: "firstEvent" },
    { attributes: [{ column: "zone", values: ["north"], of: "firstEvent" }] },
  ],
  [
    { kind: "range", column: "amount", min: 500, of: "firstEvent" },
    { attributes: [{ column: "amount", min: 500, of: "firstEvent" }] },
  ],
  [
    { kind: "time", startDate: "2024-01-01", endDate: "2024-02-01" },
    { timeWindow: { startDate: "2024-01-01", endDate: "2024-02-01", cases: "started" } },
  ],
  [{ kind: "duration", minSec: 5, maxSec: 9 }, { durations: { minSec: 5, maxSec: 9 } }],
])("makes a filter of %j, and keeps the other parameters", (choice, filters) => {
  expect(filteredParameters(BASE, [choice])).toEqual({ ...BASE, filters });
});

it("adds to what the analysis was filtered by, each item once", () => {
  const before = { ...BASE, filters: { activities: { allOf: ["A"], noneOf: ["Z"] }, caseLength: { min: 2 } } };
  const choices: readonly Choice[] = [
    { kind: "with", activity: "B" },
    { kind: "with", activity: "B" },
    { kind: "with", activity: "A" },
  ];
  expect(filteredParameters(before, choices)).toEqual({
    ...BASE,
    filters: { activities: { allOf: ["A", "B"], noneOf: ["Z"] }, caseLength: { min: 2 } },
  });
});

it("keeps within the durations that were chosen before", () => {
  const first = filteredParameters(BASE, [{ kind: "duration", minSec: 10, maxSec: 100 }]);
  expect(filteredParameters(first, [{ kind: "duration", minSec: 0, maxSec: 50 }])).toMatchObject({
    filters: { durations: { minSec: 10, maxSec: 50 } },
  });
});

it("puts a period where the analysis has its own, so that it is given once", () => {
  const before = { ...BASE, timeWindow: { startDate: "2024-01-01" } };
  const after = filteredParameters(before, [{ kind: "time", startDate: "2024-03-01", endDate: "2024-03-31" }]);
  expect(after).toEqual({ ...BASE, timeWindow: { startDate: "2024-03-01", endDate: "2024-03-31", cases: "started" } });
});

it("shows as many choices as hold together: one of another kind is added, what contradicts one takes its place", () => {
  const five: readonly Choice[] = [
    { kind: "with", activity: "a" },
    { kind: "onlyVariant", activities: ["a", "b"] },
    { kind: "attribute", column: "resource", value: "ann" },
    { kind: "time", startDate: "2026-01-01", endDate: "2026-02-01" },
    { kind: "duration", minSec: 0, maxSec: 60 },
  ];
  const chosen = five.reduce<readonly Choice[]>(withAnother, []);
  expect(chosen).toEqual(five);
  expect(five.reduce<readonly Choice[]>(withAnother, chosen)).toHaveLength(5);
  const others: readonly Choice[] = [
    { kind: "without", activity: "a" },
    { kind: "onlyVariant", activities: ["b"] },
    { kind: "time", startDate: "2026-03-01", endDate: "2026-04-01" },
    { kind: "duration", minSec: 120, maxSec: 600 },
  ];
  expect(others.reduce<readonly Choice[]>(withAnother, chosen)).toEqual([five[2], ...others]);
  expect(withAnother(chosen, { kind: "with", activity: "b" })).toHaveLength(6);
  const zone = (value: string): Choice => ({ kind: "attribute", column: "zone", value, of: "firstEvent" });
  expect([zone("north"), zone("south")].reduce<readonly Choice[]>(withAnother, [])).toEqual([zone("south")]);
});
