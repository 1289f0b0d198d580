import { describe, expect, it } from "vitest";
import { maxExamples } from "../terms/error-tally.ts";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

const events = smallLog();

const reversed = async (isTurned: (event: SmallEvent) => boolean) => {
  const csv = csvOf(events, {
    Case: ({ caseId }) => caseId,
    Activity: ({ activity }) => activity,
    Start: (event) => isoOf(isTurned(event) ? event.end : event.start),
    End: (event) => isoOf(isTurned(event) ? event.start : event.end),
  });
  const { detected, quality } = await accepted(await fileOf(csv));
  const told = detected.doubts.filter(({ kind }) => kind === "StartAfterEnd");
  return { told, lost: quality.dimensions.find(({ dimension }) => dimension === "plausibleTimes")?.pointsLost ?? 0 };
};

describe("events that start after they end", () => {
  it.each([4, 5, 7, 10])("are told with their count and examples: one in %i", async (each) => {
    const isTurned = ({ at }: SmallEvent): boolean => at % each === 0;
    const { told, lost } = await reversed(isTurned);
    const count = events.filter(isTurned).length;
    expect(told).toMatchObject([{ column: "Start", count, points: 0 }]);
    expect(told[0]?.examples?.length).toBe(Math.min(maxExamples, count));
    expect(told[0]?.detail).toContain(`${count} of ${events.length} events`);
    // Each is counted once.
    expect(lost).toBeCloseTo((100 * count) / events.length, 3);
  });

  it.each([
    ["half of the rows", ({ at }: SmallEvent) => at % 2 === 0, "Correct the source"],
    ["all rows", () => true, 'give {"startTimestamp":"End","timestamp":"Start"}'],
  ])("are told in %s, where the column isn't taken", async (_, isTurned, remedy) => {
    const { told } = await reversed(isTurned);
    expect(told.map(({ column }) => column)).toEqual(["Start"]);
    expect(told[0]?.detail).toContain(remedy);
  });

  it("are counted but not told where they are a few", async () => {
    const { told, lost } = await reversed(({ at }) => at === 3 || at === 20);
    expect(told).toEqual([]);
    expect(lost).toBeGreaterThan(0);
  });

  it("aren't told of a sound log", async () => {
    expect(await reversed(() => false)).toEqual({ told: [], lost: 0 });
  });
});
