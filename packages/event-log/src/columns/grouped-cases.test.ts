import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, tracesIn, tracesOf, type SmallEvent } from "../import/small-logs.fixture.ts";
import { fileOf, run } from "../import/test-imports.fixture.ts";
import { xlsxOf } from "../formats/write-formats.fixture.ts";

const EVENTS = smallLog();
const GROUPED = [...Map.groupBy(EVENTS, ({ caseId }) => caseId).values()].flat();
const CASES = new Set(EVENTS.map(({ caseId }) => caseId)).size;
const first = ({ caseId, place }: SmallEvent): string => (place === 0 ? caseId : "");
const columns = {
  Activity: ({ activity }: SmallEvent) => activity,
  Time: ({ end }: SmallEvent) => isoOf(end),
  User: ({ resource }: SmallEvent) => resource,
};
const table = (caseOf: (event: SmallEvent) => string, events = GROUPED): string =>
  csvOf(events, { Case: caseOf, Customer: (event) => first(event) && "a customer", ...columns }, ";");

const imported = async (content: string | Buffer, plainFromBytes = Infinity) => {
  const result = await run(await fileOf(content), {}, { plainFromBytes });
  if (!result.ok) throw new Error(result.message);
  return result;
};

describe("a table that names the case in the first row of its block only", () => {
  const workbook = () =>
    xlsxOf({
      Log: [
        ["Case", "Activity", "Time"],
        ...GROUPED.map((event) => [first(event) || null, event.activity, isoOf(event.end)]),
      ],
    });

  it.each([
    ["as CSV", () => table(first), Infinity],
    ["as CSV, the quick way", () => table(first), 0],
    ["as CSV with blanks", () => table((event) => first(event) || "  "), Infinity],
    ["as a workbook", workbook, Infinity],
  ])("is read with the case in each row, which is told: %s", async (_what, content, plainFromBytes) => {
    const { detected, errors, tablePath, cases } = await imported(await content(), plainFromBytes);
    expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
    expect([cases, errors]).toEqual([CASES, []]);
    expect(detected.mapping).toMatchObject({ caseId: "Case", activity: "Activity", timestamp: "Time" });
    expect(detected.doubts).toEqual([
      expect.objectContaining({ kind: "FilledCases", column: "Case", count: EVENTS.length - CASES, points: 2 }),
    ]);
  });

  it.each([
    ["sums below each", (id: string) => [`${id} Total;;;;`]],
    ["blank rows between", () => [";;;;"]],
    ["sums and blank rows", (id: string) => [`Summe ${id};;;;12,5`, ";;;;"]],
  ])("is read with %s, which are no events", async (_what, below) => {
    const [head = "", ...lines] = table(first).trimEnd().split("\n");
    const rows = GROUPED.flatMap(({ caseId }, at) => {
      const isLast = GROUPED[at + 1]?.caseId !== caseId;
      return [lines[at] ?? "", ...(isLast ? below(caseId) : [])];
    });
    for (const plainFromBytes of [0, Infinity]) {
      const text = [head, ...rows, "Grand Total;;;;"].join("\n");
      const { detected, tablePath, cases } = await imported(text, plainFromBytes);
      expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
      expect(cases).toBe(CASES);
      expect(detected.doubts).toMatchObject([{ kind: "FilledCases", count: EVENTS.length - CASES }]);
    }
  });

  it.each([
    ["without names that tell", ["A", "B", "C"]],
    ["with a name that hardly tells", ["Vorgang", "Schritt", "Zeit"]],
  ])("is read %s", async (_what, [id = "", step = "", time = ""]) => {
    for (const plainFromBytes of [0, Infinity]) {
      const csv = csvOf(GROUPED, { [id]: first, [step]: columns.Activity, [time]: columns.Time });
      const { detected, tablePath } = await imported(csv, plainFromBytes);
      expect(await tracesOf(tablePath)).toEqual(tracesIn(EVENTS));
      expect(detected.mapping).toEqual({ caseId: id, activity: step, timestamp: time });
      expect(detected.doubts).toContainEqual(expect.objectContaining({ kind: "FilledCases", column: id }));
    }
  });

  const lacking = (every: number) => (event: SmallEvent) => (event.at % every === 1 ? "" : event.caseId);
  it.each([
    ["single events lack their case", table(lacking(5)), EVENTS.filter(({ at }) => at % 5 === 1).length],
    ["half of the events lack it", table(lacking(2)), EVENTS.filter(({ at }) => at % 2 === 1).length],
    ["it lacks in the order of time", table(lacking(3), EVENTS), EVENTS.filter(({ at }) => at % 3 === 1).length],
    ["the first row has none", table((event) => (event === GROUPED[0] ? "" : first(event))), EVENTS.length - CASES + 1],
    [
      "a case is named again",
      table((event) => (event.caseNumber === 7 && event.place === 0 ? "C-1000" : first(event))),
      EVENTS.length - CASES,
    ],
    [
      "few rows are below the first",
      table(
        (event) => (event.place > 0 ? "" : event.caseId),
        GROUPED.filter(({ place, caseNumber }) => place === 0 || (place === 1 && caseNumber < 3)),
      ),
      3,
    ],
  ])("is none where %s", async (_what, content, lost) => {
    const { detected, errorRecords } = await imported(content);
    expect(detected.doubts.map(({ kind }) => kind)).not.toContain("FilledCases");
    expect(errorRecords).toBe(lost);
  });
});
