import { describe, expect, it } from "vitest";
import { isoOf, smallLog, tracesIn, tracesOf, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";
import { xlsxOf, type SampleCell } from "../formats/write-formats.fixture.ts";

const EVENTS = smallLog();
const HEAD = ["Case", "Activity", "Time"];
const sheetOf = (events: readonly SmallEvent[], head: readonly string[] = HEAD): SampleCell[][] => [
  [...head],
  ...events.map(({ caseId, activity, end }) => [caseId, activity, isoOf(end)]),
];
const [half, third] = [EVENTS.slice(0, 30), EVENTS.slice(30, 45)];
const rest = EVENTS.slice(45);
const QUARTERS = { Q1: sheetOf(half), Q2: sheetOf(third), Q3: sheetOf(rest) };

describe("sheets of one header", () => {
  it.each([
    ["one after another", QUARTERS, []],
    [
      "behind and between others",
      {
        Info: [["Made by us"]],
        ...QUARTERS,
        Users: [
          ["Id", "Name", "Mail"],
          ["1", "a", "b"],
        ],
      },
      ["Info", "Users"],
    ],
    ["with titles of their own above", { ...QUARTERS, Q2: [["Orders of Q2"], [], ...sheetOf(third)] }, []],
    ["with names in other case", { ...QUARTERS, Q2: sheetOf(third, ["CASE ", "activity", "time"]) }, []],
  ])("are read as one log, which is told: %s", async (_what, sheets, others) => {
    const { tablePath, detected, errors } = await accepted(await fileOf(await xlsxOf(sheets)));
    expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
    expect(errors).toEqual([]);
    expect(detected).toMatchObject({ sheet: "Q1", sheets: ["Q1", "Q2", "Q3"], otherSheets: others });
    expect(detected.doubts).toContainEqual(expect.objectContaining({ kind: "JoinedSheets", count: 3, points: 0 }));
  });

  it("are read once where one is a copy", async () => {
    const sheets = { ...QUARTERS, "Q2 (2)": sheetOf(third) };
    const { events, detected } = await accepted(await fileOf(await xlsxOf(sheets)));
    expect(events).toBe(EVENTS.length);
    expect(detected).toMatchObject({ sheets: ["Q1", "Q2", "Q3"], otherSheets: ["Q2 (2)"] });
    expect(detected.doubts.find(({ kind }) => kind === "RepeatedFile")?.detail).toContain('"Q2 (2)"');
  });

  it("are read alone where the mapping names one", async () => {
    const { events, detected } = await accepted(await fileOf(await xlsxOf(QUARTERS)), { sheet: "Q2" });
    expect([events, detected.doubts]).toEqual([third.length, []]);
    expect(detected).toMatchObject({ sheet: "Q2", otherSheets: ["Q1", "Q3"] });
  });

  it.each([
    [
      "in another order",
      third.map(({ caseId, activity, end }) => [activity, isoOf(end), caseId]),
      ["Activity", "Time", "Case"],
    ],
    ["with one more", third.map(({ caseId, activity, end }) => [caseId, activity, isoOf(end), "x"]), [...HEAD, "Note"]],
  ])("are joined with columns %s", async (_what, rows, head) => {
    const sheets = { ...QUARTERS, Q2: [head, ...rows] };
    const { tablePath, detected } = await accepted(await fileOf(await xlsxOf(sheets)));
    expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
    expect(detected).toMatchObject({ sheets: ["Q1", "Q2", "Q3"], otherSheets: [] });
  });

  it.each([
    ["events in columns of other names", sheetOf(third, ["Case", "Step", "Time"]), `"Q2" (${third.length})`, 10],
    [
      "something else",
      [
        ["Month", "Cases"],
        ["a", "1"],
        ["b", "2"],
      ],
      '"Q2" (2)',
      0,
    ],
  ])("are not joined with one of %s, which is told", async (_what, other, told, points) => {
    const { events, detected } = await accepted(await fileOf(await xlsxOf({ Q1: sheetOf(half), Q2: other })));
    expect([events, detected.otherSheets]).toEqual([half.length, ["Q2"]]);
    expect(detected.doubts).toMatchObject([{ kind: "UnreadRecords", points }]);
    expect(detected.doubts[0]?.detail).toContain(told);
  });

  it("are passed over where they can't be read as a log and others can", async () => {
    const customers = [
      ["Customer", "Town", "Rating"],
      ["Ann", "Ulm", "1"],
      ["Bob", "Bonn", "2"],
      ["Cid", "Ulm", "3"],
    ];
    const file = await fileOf(await xlsxOf({ Customers: customers, ...QUARTERS }));
    const { tablePath, detected } = await accepted(file);
    expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
    expect(detected).toMatchObject({ sheets: ["Q1", "Q2", "Q3"], otherSheets: ["Customers"] });
    expect(detected.doubts.find(({ kind }) => kind === "UnreadRecords")?.detail).toContain(
      'No columns could be identified as those of a log in "Customers"',
    );
    await expect(accepted(await fileOf(await xlsxOf({ Customers: customers, Towns: customers })))).rejects.toThrow(
      /Customer/,
    );
  });

  it("tell a bad record by sheet and row", async () => {
    const bad = { ...QUARTERS, Q2: [...sheetOf(third), ["C-1", "Check", "no time"]] };
    const { errors } = await accepted(await fileOf(await xlsxOf(bad)));
    expect(errors[0]?.examples[0]).toMatchObject({ element: 'sheet "Q2"', row: third.length + 2 });
  });
});
