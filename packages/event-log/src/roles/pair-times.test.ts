import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

const events = smallLog();
const HOUR = 3_600_000;

/** Which columns became start and end of a log with two columns of times, and what is doubted of them. */
async function spanOf(columns: Readonly<Record<string, (event: SmallEvent) => number>>) {
  const { detected } = await accepted(
    await fileOf(
      csvOf(events, {
        "Case ID": ({ caseId }) => caseId,
        Activity: ({ activity }) => activity,
        ...Object.fromEntries(
          Object.entries(columns).map(([name, timeOf]) => [name, (event: SmallEvent) => isoOf(timeOf(event))]),
        ),
      }),
    ),
  );
  return {
    span: [detected.mapping.startTimestamp, detected.mapping.timestamp],
    doubted: detected.doubts.flatMap(({ kind, column }) => (kind === "RoleUncertain" ? [column] : [])),
  };
}

const start = ({ start: time }: SmallEvent): number => time;
const end = ({ end: time }: SmallEvent): number => time;

describe("two columns of times", () => {
  it.each([
    ["Von", "Bis"],
    ["Beginn", "Ende"],
    ["Anfangszeit", "Endezeit"],
    ["Startzeitpunkt", "Endzeitpunkt"],
    ["Du", "Au"],
    ["Heure début", "Heure fin"],
    ["Comienzo", "Término"],
    ["Desde", "Hasta"],
    ["Ora inizio", "Ora fine"],
    ["Início", "Término"],
    ["Begin", "Einde"],
    ["Początek", "Koniec"],
    ["Od", "Do"],
    ["Påbörjad", "Avslutad"],
    ["Başlama", "Bitiş"],
    ["Začátek", "Konec"],
    ["Начало", "Окончание"],
    ["Început", "Sfârșit"],
    ["From", "To"],
    ["TimeIn", "TimeOut"],
    ["Arrival", "Departure"],
    ["StartProcessing", "EndProcessing"],
  ])("%s and %s are start and end, in whatever order they stand", async (from, to) => {
    expect((await spanOf({ [from]: start, [to]: end })).span).toEqual([from, to]);
    expect((await spanOf({ [to]: end, [from]: start })).span).toEqual([from, to]);
  });

  it("of which only one has the name of a start are one, and neither name is needed where it is told", async () => {
    expect(await spanOf({ Start: start, xyz: end })).toEqual({ span: ["Start", "xyz"], doubted: [] });
    const { span, doubted } = await spanOf({ abc: start, Timestamp: end });
    expect([span, doubted]).toEqual([["abc", "Timestamp"], ["abc"]]);
  });

  it.each<[string, Readonly<Record<string, (event: SmallEvent) => number>>]>([
    ["planned", { "Planned Date": ({ end: time }) => time - HOUR, Timestamp: end }],
    ["due", { Timestamp: end, "Due Date": ({ end: time }) => time + HOUR }],
    ["of the export", { Timestamp: end, "Import time": ({ end: time }) => time + HOUR }],
    ["of the case", { "Case created": ({ caseNumber }) => caseNumber * HOUR, Timestamp: end }],
    ["of the event before", { "Previous time": ({ end: time }) => time - HOUR, Timestamp: end }],
    ["on either side", { other: ({ end: time, at }) => time + (at % 2 === 0 ? HOUR : -HOUR), Timestamp: end }],
  ])("of which one is %s are no span", async (_title, columns) => {
    expect((await spanOf(columns)).span).toEqual([undefined, "Timestamp"]);
  });
});
