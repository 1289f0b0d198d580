import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, rowsOf } from "../import/test-imports.fixture.ts";

const events = smallLog();

const read = async (Time: (event: SmallEvent) => string, timezone?: string) => {
  const csv = csvOf(events, { Case: ({ caseId }) => caseId, Activity: ({ activity }) => activity, Time });
  const { detected, tablePath } = await accepted(await fileOf(csv), timezone === undefined ? {} : { timezone });
  const told = detected.doubts.filter(({ kind }) => kind === "ZoneWord");
  return { told, times: (await rowsOf(tablePath, "epoch(timestamp)")).map(([time]) => Number(time) * 1000) };
};
const minutesAhead = (times: readonly number[]): number =>
  (events.reduce((sum, { end }) => sum + end, 0) - times.reduce((sum, time) => sum + time, 0)) / times.length / 60_000;

describe("names of zones that several share", () => {
  it.each([
    ["IST", 330, /India \(\+05:30\).*Israel.*Ireland/],
    ["CST", -360, /US Central \(-06:00\).*China.*Cuba/],
    ["BST", 60, /British Summer Time \(\+01:00\).*Bangladesh/],
    ["AST", -240, /Atlantic Canada \(-04:00\).*Arabia/],
    ["EST", -300, /US Eastern \(-05:00\).*Australia/],
    ["PST", -480, /US Pacific.*Philippines/],
    ["MST", -420, /US Mountain.*Malaysia/],
    ["GST", 240, /the Gulf \(\+04:00\).*Guam/],
  ])("%s is told with the zone that was taken", async (word, minutes, detail) => {
    const { told, times } = await read(({ end }) => `${isoOf(end)} ${word}`);
    expect(told).toMatchObject([{ column: "Time", count: events.length }]);
    expect(told[0]?.detail).toMatch(detail);
    expect(minutesAhead(times)).toBeCloseTo(minutes, 5);
  });

  it("are told where a few of the times have one", async () => {
    const { told } = await read(({ at, end }) => `${isoOf(end)} ${at % 10 === 0 ? "CST" : "UTC"}`);
    expect(told.map(({ count }) => count)).toEqual([7]);
  });

  it.each<[string, (event: SmallEvent) => string, string?]>([
    ["the other half of the year stands beside it", ({ at, end }) => `${isoOf(end)} ${at % 2 === 0 ? "CST" : "CDT"}`],
    ["London's winter does", ({ at, end }) => `${isoOf(end)} ${at % 2 === 0 ? "BST" : "GMT"}`],
    ["an offset says it", ({ end }) => `${isoOf(end)} +0530 (IST)`],
    ["the caller names the zone", ({ end }) => `${isoOf(end)} IST`, "Asia/Kolkata"],
    ["the caller names its summer", ({ end }) => `${isoOf(end)} BST`, "Europe/London"],
    ["one zone alone has the name", ({ end }) => `${isoOf(end)} CET`],
    ["it is no name of a zone", ({ end }) => `${isoOf(end)}Z`],
  ])("aren't told where %s", async (_, timeOf, timezone) => {
    expect((await read(timeOf, timezone)).told).toEqual([]);
  });
});
