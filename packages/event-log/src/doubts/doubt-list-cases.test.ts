import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

const events = smallLog();

const read = async (Case: (event: SmallEvent) => string) => {
  const csv = csvOf(events, { Case, Activity: ({ activity }) => activity, Time: ({ end }) => isoOf(end) }, "\t");
  const { detected, cases, events: count } = await accepted(await fileOf(csv));
  return {
    cases,
    count,
    told: detected.doubts.filter(({ column, kind }) => kind === "RoleUncertain" && column === "Case"),
  };
};

describe("cases that are lists of objects", () => {
  it.each([
    ["Python's", (id: string) => `['${id}']`, (id: string) => `['${id}', 'C-7']`],
    ["JSON's", (id: string) => `["${id}"]`, (id: string) => `["${id}","C-7"]`],
    ["numbers", (id: string) => `[${id.slice(2)}]`, (id: string) => `[${id.slice(2)},7]`],
  ])("are told with how many name several: %s", async (_, one, two) => {
    const { told } = await read(({ at, caseId }) => (at % 8 === 0 ? two(caseId) : one(caseId)));
    expect(told).toMatchObject([{ count: events.filter(({ at }) => at % 8 === 0).length, points: 10 }]);
  });

  it("are told without points where each has one", async () => {
    expect((await read(({ caseId }) => `['${caseId}']`)).told).toMatchObject([{ count: 0, points: 0 }]);
  });

  it("are of no case where they are empty", async () => {
    const { cases, count } = await read(({ at, caseId }) => (at % 8 === 0 ? "[]" : `['${caseId}']`));
    expect([cases, count]).toEqual([12, events.filter(({ at }) => at % 8 !== 0).length]);
  });

  it("aren't ids in brackets among others, nor ids with commas", async () => {
    expect((await read(({ caseNumber, caseId }) => (caseNumber === 3 ? `[${caseId}]` : caseId))).told).toEqual([]);
    expect((await read(({ caseId }) => `${caseId},x`)).told).toEqual([]);
  });
});
