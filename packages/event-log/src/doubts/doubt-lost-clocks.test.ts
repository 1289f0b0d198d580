import { describe, expect, it } from "vitest";
import { csvOf, dayOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, refused } from "../import/test-imports.fixture.ts";

type Columns = Parameters<typeof csvOf>[1];

const events = smallLog({ hoursBetweenCases: 31 });
const byCases = events.toSorted((a, b) => a.caseNumber - b.caseNumber || a.end - b.end);
/** Of days of work from 8 to 18 o'clock with an hour of rest. */
const office = events.map((event, at) => ({ ...event, end: Date.parse("2024-03-04T08:00:00Z") + Math.floor(at / 5) * 864e5 + ([0, 2, 4, 7, 9][at % 5] ?? 0) * 36e5 + at * 4e4 })); // prettier-ignore
const hourOf = ({ end }: SmallEvent): number => Number(isoOf(end).slice(11, 13));
const figures = (number: number): string => String(number).padStart(2, "0");
const behindHour = ({ end }: SmallEvent): string => isoOf(end).slice(13);
const half = (event: SmallEvent): string => `${figures(hourOf(event) % 12 || 12)}${behindHour(event)}`;
const half0 = (event: SmallEvent): string => `${figures(hourOf(event) % 12)}${behindHour(event)}`;
const minutes = ({ end }: SmallEvent): string => isoOf(end).slice(14);

const lost = async (rows: readonly SmallEvent[], columns: Columns) => {
  const all = { Case: ({ caseId }: SmallEvent) => caseId, Activity: ({ activity }: SmallEvent) => activity, ...columns }; // prettier-ignore
  const { detected } = await accepted(await fileOf(csvOf(rows, all)));
  return detected.doubts.filter(({ kind }) => kind === "LostClock").map(({ column }) => column);
};

describe("clocks of 12 hours without AM or PM", () => {
  it.each<[string, readonly SmallEvent[], Columns, string]>([
    ["in one column", events, { Time: (event) => `${dayOf(event.end)} ${half(event)}` }, "Time"],
    ["with 0 for 12", events, { Time: (event) => `${dayOf(event.end)} ${half0(event)}` }, "Time"],
    ["beside their day", events, { Date: ({ end }) => dayOf(end), Clock: half }, "Clock"],
    ["of a file that stands case by case", byCases, { Time: (event) => `${dayOf(event.end)} ${half(event)}` }, "Time"],
    [
      "of office hours in the order of what they say",
      office.toSorted((a, b) => dayOf(a.end).localeCompare(dayOf(b.end)) || half(a).localeCompare(half(b))),
      { Time: (event) => `${dayOf(event.end)} ${half(event)}` },
      "Time",
    ],
  ])("are told %s", async (_, rows, columns, column) => {
    expect(await lost(rows, columns)).toEqual([column]);
  });

  const shifted = (hours: (at: number) => number) =>
    events.map((event, at) => ({ ...event, end: Date.parse("2024-03-04") + Math.floor(at / 6) * 864e5 + hours(at % 6) * 36e5 + at * 5e4 })); // prettier-ignore

  it.each<[string, readonly SmallEvent[], Columns]>([
    ["24 hours", events, { Time: ({ end }) => isoOf(end) }],
    ["mornings", shifted((at) => 7 + at), { Time: ({ end }) => isoOf(end) }],
    ["nights", shifted((at) => at), { Time: ({ end }) => isoOf(end) }],
    ["an office far to the east, in UTC", shifted((at) => 1 + 2 * at), { Time: ({ end }) => isoOf(end) }],
    ["UTC that say so", events, { Time: (event) => `${dayOf(event.end)} ${half(event)}Z` }],
    ["AM and PM", events, { Time: (event) => `${dayOf(event.end)} ${half(event)} ${hourOf(event) < 12 ? "AM" : "PM"}` }], // prettier-ignore
    ["AM and PM beside them", events, { Time: (event) => `${dayOf(event.end)} ${half(event)}`, "AM/PM": (event) => (hourOf(event) < 12 ? "AM" : "PM") }], // prettier-ignore
    ["mornings in no order", shifted((at) => 7 + at).toSorted((a, b) => (a.at * 7919) % 101 - (b.at * 7919) % 101), { Time: ({ end }) => isoOf(end) }], // prettier-ignore
  ])("aren't told of %s", async (_, rows, columns) => {
    expect(await lost(rows, columns)).toEqual([]);
  });
});

describe("AM and PM that some times lack", () => {
  const withHalf = (event: SmallEvent): string => `${half(event)} ${hourOf(event) < 12 ? "AM" : "PM"}`;
  const some = (event: SmallEvent): string => (event.at % 4 === 0 ? half(event) : withHalf(event));

  it.each<[string, Columns, string[]]>([
    ["in one column", { Time: (event) => `${dayOf(event.end)} ${some(event)}` }, ["Time"]],
    ["beside their day", { Date: ({ end }) => dayOf(end), Clock: some }, ["Clock"]],
    ["which are of 24 hours", { Time: (event) => (event.at % 4 === 0 ? isoOf(event.end) : `${dayOf(event.end)} ${withHalf(event)}`) }, []], // prettier-ignore
    ["which are days", { Time: (event) => (event.at % 30 === 0 ? dayOf(event.end) : `${dayOf(event.end)} ${withHalf(event)}`) }, []], // prettier-ignore
  ])("are told %s", async (_, columns, expected) => {
    expect(await lost(events, columns)).toEqual(expected);
  });
});

describe("minutes and seconds whose hours are lost", () => {
  const date = { Date: ({ end }: SmallEvent) => dayOf(end) };
  const hour = { Hour: hourOf };

  it.each<[string, Columns, string]>([
    ["with a fraction beside days", { ...date, Time: (event) => `${minutes(event)}.0` }, "Time"],
    ["beside days", { ...date, Time: minutes }, "Time"],
    ["under a name of times", { ...date, Timestamp: (event) => `${minutes(event)}.0` }, "Timestamp"],
    ["beside hours", { ...date, ...hour, Time: minutes }, "Time"],
    ["beside hours, by their names", { ...date, ...hour, "Minute:Second": minutes }, "Minute:Second"],
    ["that look like hours, beside hours", { ...date, ...hour, Time: (event) => `${figures(event.at % 24)}:${figures(event.at % 60)}` }, "Time"], // prettier-ignore
    ["that look like hours, by their name", { ...date, "mm:ss": (event) => `${figures(event.at % 24)}:${figures(event.at % 60)}` }, "mm:ss"], // prettier-ignore
    ["that look like hours, by their fractions", { ...date, Time: (event) => `${figures(event.at % 24)}:${figures(event.at % 60)}.0` }, "Time"], // prettier-ignore
    ["beside days with hours", { Date: (event) => `${dayOf(event.end)} ${figures(hourOf(event))}h`, Time: minutes }, "Time"], // prettier-ignore
  ])("are told %s", async (_, columns, column) => {
    expect(await lost(events, columns)).toEqual([column]);
  });

  it.each<[string, Columns]>([
    ["hours and minutes", { ...date, Time: ({ end }) => isoOf(end).slice(11, 16) }],
    ["hours and minutes beside their hour", { ...date, ...hour, Time: ({ end }) => isoOf(end).slice(11, 16) }],
    ["hours and minutes under a name of both", { ...date, "hh:mm": ({ end }) => isoOf(end).slice(11, 16) }],
    ["hours, minutes and seconds with fractions", { ...date, Time: ({ end }) => `${isoOf(end).slice(11)}.0` }],
    ["lengths", { ...date, Duration: minutes }],
    ["minutes beside whole times", { Timestamp: ({ end }) => isoOf(end), Time: minutes }],
  ])("aren't told of %s", async (_, columns) => {
    expect(await lost(events, columns)).toEqual([]);
  });

  it("refuse a file that has no other time, with what to do", async () => {
    const csv = csvOf(events, {
      Case: (e) => e.caseId,
      Activity: (e) => e.activity,
      Timestamp: (e) => `${minutes(e)}.0`,
    });
    expect((await refused(await fileOf(csv))).message).toMatch(/minutes and seconds whose date and hours are lost/);
  });
});
