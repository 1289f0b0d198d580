import { describe, expect, it } from "vitest";
import { csvOf, dayOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, rowsOf } from "../import/test-imports.fixture.ts";

const events = smallLog({ hoursBetweenSteps: 5 });
const key = { "Case ID": ({ caseId }: SmallEvent) => caseId, Activity: ({ activity }: SmallEvent) => activity };
type Columns = Parameters<typeof csvOf>[1];
type ValueOf = (event: SmallEvent) => string | number;
const clock = (time: number): string => isoOf(time).slice(11);
const day: Columns = { Date: ({ end }) => dayOf(end) };
const timesOf = async (tablePath: string, columns = "timestamp::VARCHAR"): Promise<string[]> =>
  (await rowsOf(tablePath, columns)).map((times) => times.join(" – ")).toSorted();
const expected = (timeOf: (event: SmallEvent) => string): string[] => events.map((event) => timeOf(event)).toSorted();
const midnights = expected(({ end }) => `${dayOf(end)} 00:00:00`);
const imported = async (columns: Columns) => accepted(await fileOf(csvOf(events, { ...key, ...columns }, ";")));

describe("a clock of the other end of a span", () => {
  it.each<[string, Columns, string | undefined, number]>([
    ["the end's", { Start: ({ start }) => isoOf(start), End: ({ end }) => clock(end) }, "End", 10],
    ["the end's with AM and PM", { Begin: ({ start }) => isoOf(start), Finish: ({ end }) => `${Number(clock(end).slice(0, 2)) % 12 || 12}${clock(end).slice(2)} ${clock(end) < "12" ? "AM" : "PM"}` }, "Finish", 10], // prettier-ignore
    [
      "the start's",
      { "Start time": ({ start }) => clock(start), "End time": ({ end }) => isoOf(end) },
      "Start time",
      2,
    ],
    ["of a plan", { Start: ({ start }) => isoOf(start), "Planned end": ({ end }) => clock(end) }, undefined, 0],
    ["of another span", { Start: ({ start }) => isoOf(start), "Shift end": () => "17:00" }, undefined, 0],
  ])("without its day is told: %s", async (_, columns, column, points) => {
    const { detected } = await imported(columns);
    const told = detected.doubts.find(({ detail }) => detail.includes("without their days"));
    expect([told?.column, told?.points ?? 0]).toEqual([column, points]);
  });
});

describe("a clock that isn't the event's", () => {
  const agreed: ValueOf = ({ at }) => `${8 + ((at * 3) % 11)}:30`;
  const length: ValueOf = ({ at }) => `0${at % 3}:${10 + ((at * 7) % 50)}`;
  const longer: ValueOf = ({ at }) => `${3 + (at % 9)}:${10 + ((at * 7) % 50)}`;

  it.each<[string, ValueOf]>([
    ["Delivery time slot", agreed],
    ["Delivery Time", agreed],
    ["Cut-off time", agreed],
    ["Opening time", agreed],
    ["Appointment time", agreed],
    ["Birth time", agreed],
    ["Pickup window from", agreed],
    ["Heure de livraison", agreed],
    ["Actual Time", length],
    ["Zeit", ({ step }) => `${step}.50`],
    ["Time at bench", ({ caseNumber }) => `${8 + caseNumber}:15`],
    ["Time at bench", () => "14:15"],
    ["hora", ({ at }) => 1 + (at % 8)],
  ])("isn't used, which is told: %s", async (name, valueOf) => {
    const { detected, tablePath } = await imported({ ...day, [name]: valueOf });
    expect(await timesOf(tablePath)).toEqual(midnights);
    expect(detected.doubts.find(({ column }) => column === name)).toMatchObject({ points: 10 });
  });

  it.each<[string, ValueOf]>([
    ["Ratio", ({ step }) => `${1 + (step % 3)}:0${step}`],
    ["Aspect", () => "16:09"],
  ])("costs little where no name says that it is one: %s", async (name, valueOf) => {
    const { detected, tablePath } = await imported({ ...day, [name]: valueOf });
    expect(await timesOf(tablePath)).toEqual(midnights);
    expect(detected.doubts.find(({ column }) => column === name)).toMatchObject({ points: 2 });
  });

  it.each(
    "Set-up time|Setup time|Zeit je Einheit|Time per unit|Time used|Tid i trin|Tijd per stuk|所用时间".split("|"),
  )("is a length by its name: %s", async (name) => {
    const { detected, tablePath } = await imported({ ...day, [name]: longer });
    expect(await timesOf(tablePath)).toEqual(midnights);
    expect(detected.doubts.map(({ column }) => column)).not.toContain(name);
  });

  it.each<[string, string, ValueOf, ValueOf]>([
    ["Shift start", "Shift end", () => "06:00", () => "14:00"],
    ["Schichtbeginn", "Schichtende", ({ at }) => ["06:00", "14:00"][at % 2] ?? "", () => "22:00"],
    ["Opening from", "Opening to", () => "08:00", () => "17:00"],
    ["Slot Start", "Slot End", ({ step }) => `${8 + step}:00`, ({ step }) => `${9 + step}:00`],
    ["Kernzeit von", "Kernzeit bis", () => "09:00", () => "15:00"],
    ["Break start", "Break end", () => "12:00", () => "12:30"],
    ["Bench from", "Bench to", () => "06:00", () => "14:00"],
    ["Bench from", "Bench to", ({ caseNumber }) => `${6 + caseNumber}:00`, ({ caseNumber }) => `${8 + caseNumber}:00`],
    ["Start value", "End value", ({ step }) => `${step + 1}.07`, ({ step }) => `${step + 2}.11`],
    ["Start Score", "Final Score", ({ step }) => `${step}:07`, ({ step }) => `${step + 2}:11`],
    ["Start km", "End km", ({ at }) => 1000 + (at % 50), ({ at }) => 1010 + (at % 49)],
    ["Start", "End", ({ step }) => `${step + 1}.07`, ({ step }) => `${step + 2}.11`],
  ])("isn't the start or the end of an event: %s and %s", async (from, to, fromOf, toOf) => {
    const columns: Columns = { ...day, [from]: fromOf, [to]: toOf };
    const alone = await imported(columns);
    expect(alone.detected.mapping).not.toHaveProperty("startTimestamp");
    expect(await timesOf(alone.tablePath)).toEqual(midnights);
    expect(alone.detected.doubts.reduce((sum, { points }) => sum + points, 0)).toBeLessThanOrEqual(10);
    const beside = await imported({ ...columns, Time: ({ end }) => clock(end) });
    expect(await timesOf(beside.tablePath)).toEqual(expected(({ end }) => isoOf(end)));
  });
});

describe("a clock of events", () => {
  it("is one that has its day, whatever its name says beside", async () => {
    const columns: Columns = { "Delivery Date": ({ end }) => dayOf(end), "Delivery Time": ({ end }) => clock(end) };
    expect(await timesOf((await imported(columns)).tablePath)).toEqual(expected(({ end }) => isoOf(end)));
  });

  it("may be of the night where its name says nothing else", async () => {
    const night: ValueOf = ({ at }) => `0${at % 4}:${10 + (at % 50)}:00`;
    const { tablePath } = await imported({ ...day, Time: night });
    expect(await timesOf(tablePath)).toEqual(expected((event) => `${dayOf(event.end)} ${night(event)}`));
  });

  it("may begin at one hour every day", async () => {
    const columns: Columns = { ...day, Start: () => "00:00:30", End: ({ end }) => clock(end) };
    const { detected } = await imported(columns);
    expect(detected.mapping).toMatchObject({ timestamp: ["Date", "End"], startTimestamp: ["Date", "Start"] });
  });
});
