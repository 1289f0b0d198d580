import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

/** A log through the night in which summer time ends in Europe. */
const events = smallLog({ from: "2024-10-26T20:00:00Z", hoursBetweenCases: 0.5, hoursBetweenSteps: 0.5 });
const berlin = ({ end }: SmallEvent): number => (end < Date.parse("2024-10-27T01:00:00Z") ? 2 : 1);
const inRepeatedHour = events.filter(
  ({ end }) => Math.floor((end - Date.parse("2024-10-27T00:00:00Z")) / 7_200_000) === 0,
);

const doubtsOf = async (timezone: string, timeOf: (event: SmallEvent) => string): Promise<unknown[]> => {
  const columns = {
    case: ({ caseId }: SmallEvent) => caseId,
    activity: ({ activity }: SmallEvent) => activity,
    time: timeOf,
  };
  const { detected } = await accepted(await fileOf(csvOf(events, columns)), { timezone });
  return detected.doubts
    .filter(({ kind }) => kind === "RepeatedHour")
    .map(({ column, count, points }) => [column, count, points]);
};

describe("an hour that clocks show twice", () => {
  it("is told for local times, with how many lie in it", async () => {
    const local = (event: SmallEvent): string => isoOf(event.end + berlin(event) * 3_600_000);
    expect(inRepeatedHour.length).toBeGreaterThan(2);
    expect(await doubtsOf("Europe/Berlin", local)).toEqual([["time", inRepeatedHour.length, 1]]);
    expect(await doubtsOf("America/New_York", local)).toEqual([]);
    expect(await doubtsOf("+01:00", local)).toEqual([]);
  });

  it("is no doubt for times that name their offset", async () => {
    const withOffset = (event: SmallEvent): string =>
      `${isoOf(event.end + berlin(event) * 3_600_000)}+0${berlin(event)}:00`;
    expect(await doubtsOf("Europe/Berlin", withOffset)).toEqual([]);
  });
});
