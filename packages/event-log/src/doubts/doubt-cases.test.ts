import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { xlsxOf } from "../formats/write-formats.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

type Columns = Parameters<typeof csvOf>[1];

const EVENTS = smallLog({ hoursBetweenCases: 31 });
const DAY = 86_400_000;
const usual: Columns = {
  Case: ({ caseId }) => caseId,
  Activity: ({ activity }) => activity,
  Time: ({ end }) => isoOf(end),
};
const doubtsOf = async (rows: readonly SmallEvent[], columns: Columns) => {
  const { detected } = await accepted(await fileOf(csvOf(rows, { ...usual, ...columns })));
  return detected.doubts.map(({ kind, column }) => `${kind} ${column ?? ""}`);
};

/** The log again later, or elsewhere, with the same numbers of cases. */
const again = (days: number, times: number): readonly (SmallEvent & { copy: number })[] =>
  Array.from({ length: times }, (_, copy) => EVENTS.map((event) => ({ ...event, end: event.end + copy * days * DAY, copy }))).flat(); // prettier-ignore
const number: Columns = { Case: ({ caseNumber }) => caseNumber + 1 };

describe("numbers of cases that start again", () => {
  it.each([
    ["each year", 365, 3],
    ["each quarter", 91, 2],
  ])("%s are told", async (_, days, times) => {
    expect(await doubtsOf(again(days, times), number)).toEqual(["RoleUncertain Case"]);
  });

  it("at each site are told", async () => {
    const rows = again(0.1, 3);
    const sites = new Map(rows.map((row) => [row, ["Paris", "Lyon", "Nice"][row.copy] ?? ""]));
    expect(await doubtsOf(rows, { ...number, Site: (row) => sites.get(row as (typeof rows)[0]) ?? "" })).toEqual([
      "RoleUncertain Case",
    ]);
  });

  it.each<[string, readonly SmallEvent[], Columns]>([
    ["numbers that are used once", EVENTS, { ...number, Site: ({ resource }) => resource }],
    ["cases whose steps come again at once", EVENTS.map((event) => ({ ...event, activity: ["Check", "Fix"][event.place % 2] ?? "" })), {}], // prettier-ignore
    ["cases that rest long between any steps", EVENTS.map((event) => ({ ...event, end: event.end + event.place * 90 * DAY })), {}], // prettier-ignore
  ])("are not seen in %s", async (_, rows, columns) => {
    expect(await doubtsOf(rows, columns)).toEqual([]);
  });
});

describe("a case that stands for none", () => {
  it.each(["unknown", "0", "-1", "99999999", "XXXXX", "TEST", "00000000-0000-0000-0000-000000000000", "unbekannt"])(
    "is told: %s",
    async (word) => {
      expect(await doubtsOf(EVENTS, { Case: (event) => (event.at % 5 === 0 ? word : String(5000 + event.caseNumber)) })).toEqual([
        "MissingWords Case",
      ]); // prettier-ignore
    },
  );

  it.each<[string, Columns]>([
    ["the first number", { Case: ({ caseNumber }) => caseNumber }],
    ["a large case of another name", { Case: (event) => (event.at % 5 === 0 ? "4711" : String(5000 + event.caseNumber)) }], // prettier-ignore
  ])("isn't %s", async (_, columns) => {
    expect(await doubtsOf(EVENTS, columns)).toEqual([]);
  });
});

describe("events that stand in several rows", () => {
  const items = EVENTS.flatMap((event) => [1, 2, 3].map((item) => ({ ...event, resource: `M-${item}` })));

  it("because of items are told with their column", async () => {
    expect(await doubtsOf(items, { Item: ({ resource }) => resource })).toEqual(["RoleUncertain Item"]);
  });

  it("aren't told where few do", async () => {
    expect(await doubtsOf([...EVENTS, ...items.slice(0, 3)], { Item: ({ resource }) => resource })).toEqual([]);
  });
});

describe("times that say less than others", () => {
  it.each<[string, (event: SmallEvent) => string, string[]]>([
    ["days among times", ({ at, end }) => (at % 6 === 0 ? isoOf(end).slice(0, 10) : isoOf(end)), ["LostClock Time"]],
    ["midnights among times", ({ at, end }) => isoOf(end).replace(/ .*/, (clock) => (at % 6 === 0 ? " 00:00:00" : clock)), ["LostClock Time"]], // prettier-ignore
    ["one midnight", ({ at, end }) => isoOf(end).replace(/ .*/, (clock) => (at === 7 ? " 00:00:00" : clock)), []],
    ["whole hours", ({ end }) => isoOf(end).slice(0, 13) + ":00:00", []],
    ["days only", ({ end }) => isoOf(end).slice(0, 10), []],
  ])("are told where they are %s", async (_, timeOf, expected) => {
    expect(await doubtsOf(EVENTS, { Time: timeOf })).toEqual(expected);
  });

  it("are told where all are to come, as hours without signs read as seconds are", async () => {
    const hours = ({ end }: SmallEvent): string => isoOf(end).replace(/[-: ]/g, "").slice(0, 10);
    expect(await doubtsOf(EVENTS, { Time: hours })).toEqual(["UnusualYears Time"]);
  });
});

describe("rows that are no events", () => {
  const daily = Array.from({ length: 60 }, (_, at) => ({ ...EVENTS[0], caseId: `T${at % 6}`, activity: ["New", "Open", "Open", "Open", "Done"][Math.floor(at / 12)] ?? "", end: Date.parse("2024-03-04T06:00:00Z") + Math.floor(at / 6) * DAY }) as SmallEvent); // prettier-ignore

  it.each<[string, readonly SmallEvent[], boolean]>([
    ["snapshots of each day", daily, true],
    ["steps of each day", daily.map((event, at) => ({ ...event, activity: `Step ${Math.floor(at / 6)}` })), false],
    ["one step again and again", daily.map((event, at) => ({ ...event, end: event.end + ((at * 7919) % 23) * 3_600_000 })), false], // prettier-ignore
  ])("such as %s are told, or not", async (_, rows, isTold) => {
    const { detected, quality } = await accepted(await fileOf(csvOf(rows, usual)));
    expect(detected.doubts.some(({ detail }) => detail.includes("snapshots"))).toBe(isTold);
    expect(quality.score).toBeLessThan(100);
  });
});

describe("files that are put together", () => {
  const parts = (columns: readonly [Columns, Columns]): string =>
    columns.map((each, part) => csvOf(EVENTS.slice(part * 30, part * 30 + 30), each)).join("");
  const { Case, Activity, Time } = usual as Record<string, Columns[string]>;

  it.each<[string, readonly [Columns, Columns], boolean]>([
    ["in another order", [usual, { Activity, Case, Time } as Columns], true],
    ["in one order", [usual, usual], false],
  ])("of columns %s are told: %s", async (_, columns, isTold) => {
    const { detected } = await accepted(await fileOf(parts(columns)));
    expect(detected.doubts.some(({ detail }) => detail.includes("columns stand in another order"))).toBe(isTold);
  });
});

describe("tables beside and below each other", () => {
  it("are told where a second one has the same columns", async () => {
    const half = EVENTS.length / 2;
    const line = ({ caseId, activity, end }: SmallEvent): string => `${caseId},${activity},${isoOf(end)},u`;
    const rows = EVENTS.slice(0, half).map((event, at) => `${line(event)},${line(EVENTS[half + at] ?? event)}`);
    const header = "Case,Activity,Time,User";
    const text = `${header},${header}\n${rows.join("\n")}\n`;
    const workbook = await xlsxOf({ Log: text.trim().split("\n").map((row) => row.split(",")) }, false); // prettier-ignore
    for (const content of [text, workbook]) {
      const { detected } = await accepted(await fileOf(content));
      expect(detected.doubts.some(({ detail }) => detail.includes("two tables side by side"))).toBe(true);
    }
  });

  it("are told where the first rows are written in another order of day and month", async () => {
    const written = ({ end, at }: SmallEvent): string => {
      const [year = "", month = "", day = ""] = isoOf(end).slice(0, 10).split("-");
      return `${at < 25 ? `${day}/${month}` : `${month}/${day}`}/${year} ${isoOf(end).slice(11)}`;
    };
    expect(await doubtsOf(EVENTS, { Time: written })).toEqual(["DateOrder Time"]);
  });
});
