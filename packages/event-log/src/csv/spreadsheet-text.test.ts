import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, tracesIn, tracesOf } from "../import/small-logs.fixture.ts";
import { fileOf, rowsOf, run } from "../import/test-imports.fixture.ts";

const EVENTS = smallLog();
const formula = (text: string): string => `="${text}"`;
const quoted = (text: string): string => `"=""${text.replaceAll('"', '""""')}"""`;
const apostrophe = (text: string): string => `'${text}`;

describe("cells that a program marked as text for a spreadsheet", () => {
  it.each([
    ["all cells as formulas", formula, formula, formula],
    ["all cells as quoted formulas", quoted, quoted, quoted],
    ["all cells by an apostrophe", apostrophe, apostrophe, apostrophe],
    ["ids as formulas", formula, String, String],
    ["ids by an apostrophe", apostrophe, String, String],
    ["times as formulas", String, String, formula],
    ["times by an apostrophe", String, String, apostrophe],
  ])("are read without the mark: %s", async (_what, id, activity, time) => {
    for (const plainFromBytes of [0, Infinity]) {
      const csv = csvOf(EVENTS, {
        [id("Case ID")]: (event) => id(event.caseId),
        [activity("Activity")]: (event) => activity(event.activity),
        [time("Timestamp")]: (event) => time(isoOf(event.end)),
      });
      const result = await run(await fileOf(csv), {}, { plainFromBytes });
      if (!result.ok) throw new Error(result.message);
      const { detected, errors, tablePath, quality } = result;
      expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
      expect(detected.mapping).toEqual({ caseId: "Case ID", activity: "Activity", timestamp: "Timestamp" });
      expect(detected.doubts).toMatchObject([{ kind: "SpreadsheetText", points: 0 }]);
      expect([errors, quality.score]).toEqual([[], 100]);
    }
  });

  it("keep their zeros and quotes, and lie anywhere in the file", async () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => {
      const id = at === 15_000 ? '="0007"' : `c${Math.floor(at / 3)}`;
      return `${id},${at % 3 === 0 ? "A" : '"=""the """"B"""""""'},2024-01-01 00:00:0${at % 3}`;
    });
    for (const plainFromBytes of [0, Infinity]) {
      const result = await run(await fileOf(`case,activity,timestamp\n${rows.join("\n")}\n`), {}, { plainFromBytes });
      if (!result.ok) throw new Error(result.message);
      expect(await rowsOf(result.tablePath, "DISTINCT activity")).toEqual([["A"], ['the "B"']]);
      expect(result.cases).toBe(10_001);
    }
  });

  it.each([
    ["names with an apostrophe", (at: number) => ["'t Gooi", "'s-Hertogenbosch"][at % 2]],
    ["names in apostrophes", (at: number) => `'${at % 2}'`],
    ["an apostrophe before some", (at: number) => `${at % 2 === 0 ? "'" : ""}x${at % 2}`],
    ["formulas of more than a text", (at: number) => `="a"&"${at % 2}"`],
  ])("are none of %s", async (_what, valueOf) => {
    const csv = csvOf(EVENTS, {
      "Case ID": ({ caseId }) => caseId,
      Activity: ({ activity }) => activity,
      Timestamp: ({ end }) => isoOf(end),
      Place: ({ at }) => valueOf(at) ?? "",
    });
    const result = await run(await fileOf(csv));
    if (!result.ok) throw new Error(result.message);
    expect(result.detected.doubts).toEqual([]);
    expect(await rowsOf(result.tablePath, "count(DISTINCT Place)")).toEqual([["2"]]);
  });
});
