import { describe, expect, it } from "vitest";
import { csvOf, dayOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, rowsOf } from "../import/test-imports.fixture.ts";

const events = smallLog();
const clockOf = ({ end }: SmallEvent): string => isoOf(end).slice(11, 16);
const some = ({ at }: SmallEvent): boolean => at % 9 === 4;

const lost = async (columns: Parameters<typeof csvOf>[1]) => {
  const all = { Case: ({ caseId }: SmallEvent) => caseId, Activity: ({ activity }: SmallEvent) => activity, ...columns }; // prettier-ignore
  const { detected, events: read } = await accepted(await fileOf(csvOf(events, all)));
  return { read, told: detected.doubts.filter(({ kind }) => kind === "LostClock") };
};

describe("times of which some have an hour alone", () => {
  const count = events.filter(some).length;

  it.each<[string, Parameters<typeof csvOf>[1]]>([
    ["14", { Time: (event) => isoOf(event.end).slice(0, some(event) ? 13 : 19) }],
    [
      "T14",
      {
        Time: (event) =>
          isoOf(event.end)
            .slice(0, some(event) ? 13 : 19)
            .replace(" ", "T"),
      },
    ],
    ["14h", { Time: (event) => (some(event) ? `${isoOf(event.end).slice(0, 13)}h` : isoOf(event.end)) }],
    ["14Z", { Time: (event) => `${isoOf(event.end).slice(0, some(event) ? 13 : 19)}Z` }],
  ])("are told: %s", async (_, columns) => {
    const { told, read } = await lost(columns);
    expect(told.map((doubt) => [doubt.column, doubt.count])).toEqual([["Time", count]]);
    expect(read).toBe(events.length);
  });

  it.each([
    ["14", (clock: string) => clock.slice(0, 2)],
    ["9", (clock: string) => String(Number(clock.slice(0, 2)))],
  ])("are told beside their days, and read as hours: %s", async (_, short) => {
    const few = ({ at }: SmallEvent): boolean => at % 20 === 3;
    const csv = csvOf(events, {
      Case: ({ caseId }) => caseId,
      Activity: ({ activity }) => activity,
      Date: ({ end }) => dayOf(end),
      Time: (event) => (few(event) ? short(clockOf(event)) : clockOf(event)),
    });
    const { detected, tablePath } = await accepted(await fileOf(csv));
    expect(detected.doubts.map(({ kind, column, count: each }) => [kind, column, each])).toEqual([
      ["LostClock", "Time", events.filter(few).length],
    ]);
    const read = (await rowsOf(tablePath, "timestamp::VARCHAR")).map(([time]) => String(time).slice(0, 16));
    const meant = events.map((event) =>
      isoOf(event.end)
        .slice(0, few(event) ? 13 : 16)
        .padEnd(16, ":00"),
    );
    expect(read.toSorted()).toEqual(meant.toSorted());
  });

  it.each<[string, Parameters<typeof csvOf>[1]]>([
    ["all are hours", { Time: ({ end }) => isoOf(end).slice(0, 13) }],
    ["all are whole", { Time: ({ end }) => isoOf(end) }],
    ["all are on the hour", { Time: ({ end }) => `${isoOf(end).slice(0, 13)}:00` }],
    ["one alone is", { Time: (event) => isoOf(event.end).slice(0, event.at === 7 ? 13 : 19) }],
    ["they are of minutes", { Time: ({ end }) => isoOf(end).slice(0, 16) }],
    ["they have AM and PM", { Time: (event) => `${dayOf(event.end)} ${Number(clockOf(event).slice(0, 2)) % 12 || 12}${clockOf(event).slice(2)} ${Number(clockOf(event).slice(0, 2)) < 12 ? "AM" : "PM"}` }], // prettier-ignore
    ["they have an offset", { Time: ({ end }) => `${isoOf(end)}+02` }],
  ])("aren't where %s", async (_, columns) => {
    expect((await lost(columns)).told).toEqual([]);
  });
});
