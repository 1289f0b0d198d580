import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, STEPS, type SmallEvent } from "../import/small-logs.fixture.ts";
import { fileOf, run } from "../import/test-imports.fixture.ts";

const events = smallLog();

const told = async (caseOf: (event: SmallEvent) => string, activityOf: (event: SmallEvent) => string) => {
  const csv = csvOf(events, { Case: caseOf, Activity: activityOf, Time: ({ end }) => isoOf(end) }, ";");
  const path = await fileOf(csv);
  const kinds = [];
  // A file that is read as a plain one is told of the same.
  for (const plainFromBytes of [1, 1e9]) {
    const result = await run(path, {}, { plainFromBytes });
    if (!result.ok) throw new Error(result.message);
    const found = result.detected.doubts.filter(({ kind }) => kind === "DatedTexts" || kind === "ScientificIds");
    kinds.push(found.map(({ kind, column, examples = [] }) => [kind, column, examples.map(({ value }) => value)]));
  }
  expect(kinds[0]).toEqual(kinds[1]);
  return kinds[0];
};
const plain = ({ activity }: SmallEvent): string => activity;
const id = ({ caseId }: SmallEvent): string => caseId;
const oneOf =
  (other: string, usual: (caseNumber: number) => string) =>
  ({ caseNumber }: SmallEvent): string =>
    caseNumber === 4 ? other : usual(caseNumber);

describe("ids and activities that a spreadsheet turned into dates", () => {
  it.each([
    ["Mar-04", (at: number) => `MAR4-${17 + at}`],
    ["Jan-99", (at: number) => `A${at}-99`],
    ["4-Mar", (at: number) => `${at + 13}-A`],
    ["04. Mrz", (at: number) => `${at + 13}/7`],
    ["Mrz 04", (at: number) => `${at + 13}/7`],
    ["mars-04", (at: number) => `M${at}`],
    ["2024-03-04", (at: number) => `${at + 13}-4`],
    ["04.03.2024", (at: number) => `${at + 13}.4`],
    ["3/4/2024", (at: number) => `${at + 13}/4`],
  ])("are told: %s among the ids", async (dated, usual) => {
    expect(await told(oneOf(dated, usual), plain)).toEqual([["DatedTexts", "Case", [dated]]]);
  });

  it("are told: one of the activities", async () => {
    const steps = (event: SmallEvent): string =>
      event.step === 3 ? "3-Apr" : `${event.step + 13}-4 ${event.activity}`;
    expect(await told(id, steps)).toEqual([["DatedTexts", "Activity", ["3-Apr"]]]);
  });

  it.each(["1,23E+11", "1.23E+11"])("are told: %s beside whole ids", async (rounded) => {
    const ids = oneOf(rounded, (at) => String(123_456_789_000 + at));
    expect(await told(ids, plain)).toEqual([["ScientificIds", "Case", [rounded]]]);
  });

  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  it.each<[string, (event: SmallEvent) => string]>([
    ["months, all of them", ({ caseNumber }) => `${months[caseNumber] ?? ""}-24`],
    ["ids that read as days", ({ caseNumber }) => `MAR4-${17 + caseNumber}`],
    ["days, all of them", ({ caseNumber }) => `2024-03-${10 + caseNumber}`],
    [
      "keys of projects",
      ({ caseNumber }) => `${["Abc", "Mar", "Xyz", "Dev"][caseNumber % 4] ?? ""}-${10 + caseNumber}`,
    ],
    ["ids in capitals", oneOf("MAR-04", (at) => `M${at}-${10 + at}`)],
    ["days with numbers behind", oneOf("2024-03-04", (at) => `2024-03-04-${at}`)],
    ["words of months", oneOf("May", (at) => `M${at}`)],
    ["whole ids", id],
  ])("aren't told of %s", async (_, caseOf) => {
    expect(await told(caseOf, plain)).toEqual([]);
  });

  it("aren't told of activities that name a month", async () => {
    expect(await told(id, ({ step }) => `${STEPS[step] ?? ""} ${step === 2 ? "Mar-04" : ""}`.trim())).toEqual([]);
  });
});
