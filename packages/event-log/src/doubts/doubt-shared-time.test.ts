import { describe, expect, it } from "vitest";
import { csvOf, dayOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

const events = smallLog();
const first = Math.min(...events.map(({ end }) => end));
const NIGHT = "2024-03-02 03:15:27";

const shared = async (Time: (event: SmallEvent) => string) => {
  const csv = csvOf(events, { Case: ({ caseId }) => caseId, Activity: ({ activity }) => activity, Time });
  const { detected } = await accepted(await fileOf(csv));
  return detected.doubts.filter(({ kind }) => kind === "SharedTime").map(({ column, count }) => [column, count]);
};

describe("one moment on a large part of the events", () => {
  it.each<[string, (event: SmallEvent) => boolean]>([
    ["a third of the rows", ({ at }) => at % 3 === 0],
    ["all of half of the cases", ({ caseNumber }) => caseNumber % 2 === 0],
    ["a sixth", ({ at }) => at % 6 === 0],
    ["nearly all", ({ at }) => at % 5 !== 0],
  ])("is told on %s", async (_, isLoaded) => {
    const count = events.filter(isLoaded).length;
    expect(await shared((event) => (isLoaded(event) ? NIGHT : isoOf(event.end)))).toEqual([["Time", count]]);
  });

  it("is told on a day of days", async () => {
    const spread = ({ at }: SmallEvent): string => dayOf(first + at * 864e5);
    const count = events.filter(({ at }) => at % 3 === 0).length;
    expect(await shared((event) => (event.at % 3 === 0 ? "2023-12-31" : spread(event)))).toEqual([["Time", count]]);
  });

  it.each<[string, (event: SmallEvent) => string]>([
    ["times vary", ({ end }) => isoOf(end)],
    ["all events have one", () => NIGHT],
    ["all cases begin at it, as simulations do", ({ step, end }) => (step === 0 ? NIGHT : isoOf(end))],
    ["a batch ends all cases at it", ({ step, end }) => (step === 5 ? "2024-06-30 23:00:00" : isoOf(end))],
    ["each case has a moment of its own", ({ caseNumber }) => isoOf(first + caseNumber * 36e5)],
    ["days are few", ({ end }) => dayOf(end)],
    ["nightly runs have many events each", ({ at }) => isoOf(first + Math.floor(at / 6) * 864e5)],
    ["two events share it", ({ at, end }) => (at < 2 ? NIGHT : isoOf(end))],
  ])("isn't told where %s", async (_, timeOf) => {
    expect(await shared(timeOf)).toEqual([]);
  });
});
