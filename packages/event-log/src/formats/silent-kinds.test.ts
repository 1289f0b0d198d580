import { describe, expect, it } from "vitest";
import { isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, rowsOf, run } from "../import/test-imports.fixture.ts";
import { xlsxOf } from "./write-formats.fixture.ts";

const EVENTS = smallLog();
const CASES = [...Map.groupBy(EVENTS, ({ caseId }) => caseId)];
const local = ({ end }: SmallEvent): string => isoOf(end).replace(" ", "T");

type TimeOf = (event: SmallEvent) => string;
const WRITERS: Readonly<Record<string, (timeOf: TimeOf, more?: (at: number) => string) => string>> = {
  XES: (timeOf, more = () => "") =>
    `<log>${CASES.map(
      ([id, events]) =>
        `<trace><string key="concept:name" value="${id}"/>${events
          .map(
            (event) =>
              `<event><string key="concept:name" value="${event.activity}"/><date key="time:timestamp" value="${timeOf(event)}"/>${more(event.at)}</event>`,
          )
          .join("")}</trace>`,
    ).join("")}</log>`,
  CSV: (timeOf) =>
    `case,activity,timestamp\n${EVENTS.map((event) => `${event.caseId},${event.activity},${timeOf(event)}\n`).join("")}`,
  JSON: (timeOf) =>
    JSON.stringify(EVENTS.map((event) => ({ case: event.caseId, activity: event.activity, timestamp: timeOf(event) }))),
  "JSON Lines": (timeOf) =>
    EVENTS.map(
      (event) => `${JSON.stringify({ case: event.caseId, activity: event.activity, timestamp: timeOf(event) })}\n`,
    ).join(""),
};

const doubtsOf = async (content: string | Buffer, timezone?: string) => {
  const { detected, quality } = await accepted(await fileOf(content), timezone === undefined ? {} : { timezone });
  return { kinds: detected.doubts.map(({ kind }) => kind), detected, quality };
};

describe.each(Object.entries(WRITERS))("times in %s", (_, write) => {
  it("of which some say their zone and others don't are doubted, with the zone that was taken", async () => {
    const mixed = write((event) => (event.at % 3 === 0 ? local(event) : `${local(event)}+05:00`));
    const { kinds, detected, quality } = await doubtsOf(mixed, "Europe/Berlin");
    expect(kinds).toContain("MixedZones");
    expect(detected.doubts.find(({ kind }) => kind === "MixedZones")?.detail).toMatch(/\+05:00.*Europe\/Berlin/);
    expect(quality.score).toBeLessThan(100);
  });

  it.each([
    ["all say it", (event: SmallEvent) => `${local(event)}${event.at % 2 === 0 ? "Z" : "+01:00"}`],
    ["none says it", local],
  ])("are not where %s", async (_name, timeOf) => {
    expect((await doubtsOf(write(timeOf))).kinds).toEqual([]);
  });
});

describe("keys of JSON objects", () => {
  const record = (event: SmallEvent, more: string): string =>
    `{"case":"${event.caseId}","activity":"${event.activity}","timestamp":"${local(event)}","note":"a \\"key\\": \\u007b"${more}}`;

  it.each([
    ["in each record", () => ',"cost":1,"cost":2'],
    ["in one record", (at: number) => (at === 40 ? ',"cost":1,"cost":2' : ',"cost":1')],
    ["within an object", () => ',"of":{"cost":1,"cost":2}'],
  ])("that stand there twice %s are doubted by name", async (_, more) => {
    for (const [open, glue, close] of [
      ["[", ",", "]"],
      ["", "\n", "\n"],
    ] as const) {
      const text = EVENTS.map((event, at) => record(event, more(at))).join(glue);
      const { detected } = await doubtsOf(`${open}${text}${close}`);
      expect(detected.doubts).toMatchObject([{ kind: "RepeatedKey", column: "cost" }]);
    }
  });

  it("that stand there once are not, whatever the texts look like", async () => {
    const text = EVENTS.map((event) => record(event, ',"of":{"cost":1},"list":[{"cost":1},{"cost":2}],"":":"')).join(
      ",",
    );
    expect((await doubtsOf(`[${text}]`)).kinds).toEqual([]);
  });
});

describe("numbers that are none", () => {
  it.each(["INF", "-INF", "NaN", "Infinity", "-inf", "1.#INF"])("%s leaves a column one of numbers", async (word) => {
    const xes = WRITERS["XES"]?.(local, (at) => `<float key="cost" value="${at % 7 === 3 ? word : at / 4}"/>`) ?? "";
    const csv = `case,activity,timestamp,cost\n${EVENTS.map((event) => `${event.caseId},${event.activity},${local(event)},${event.at % 7 === 3 ? word : event.at / 4}\n`).join("")}`;
    const filled = EVENTS.filter(({ at }) => at % 7 !== 3).length;
    for (const content of [xes, csv])
      for (const plainFromBytes of [0, Infinity]) {
        const result = await run(await fileOf(content), {}, { plainFromBytes });
        if (!result.ok) throw new Error(result.message);
        expect(result.columns.find(({ name }) => name === "cost")?.type).toBe("DOUBLE");
        expect(await rowsOf(result.tablePath, "count(cost)")).toEqual([[String(filled)]]);
      }
  });

  it("are texts in a column of texts", async () => {
    const csv = `case,activity,timestamp,code\n${EVENTS.map((event) => `${event.caseId},${event.activity},${local(event)},${event.at % 2 === 0 ? "INF" : "SUP"}\n`).join("")}`;
    const { tablePath } = await accepted(await fileOf(csv));
    expect(await rowsOf(tablePath, "DISTINCT code")).toHaveLength(2);
  });
});

describe("rows of a workbook", () => {
  const sheet = (isHidden: (row: number) => boolean): string => {
    const line = (row: number, cells: readonly string[]): string =>
      `<row r="${row}"${isHidden(row) ? ' hidden="1"' : ""}>${cells.map((text, at) => `<c r="${"ABC".charAt(at)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`;
    const head = line(1, ["Case", "Activity", "Time"]);
    const rows = EVENTS.map((event, at) => line(at + 2, [event.caseId, event.activity, isoOf(event.end)]));
    return `<worksheet><sheetData>${head}${rows.join("")}</sheetData></worksheet>`;
  };
  const workbook = async (isHidden: (row: number) => boolean): Promise<Buffer> =>
    xlsxOf({ Log: [["Case", "Activity", "Time"]] }, false, { "xl/worksheets/sheet0.xml": sheet(isHidden) });

  it("that are hidden are read and told", async () => {
    const { detected } = await doubtsOf(await workbook((row) => row % 4 === 0));
    expect(detected.doubts).toMatchObject([
      { kind: "HiddenRows", count: EVENTS.filter((_, at) => (at + 2) % 4 === 0).length },
    ]);
  });

  it("that stand above the table are told", async () => {
    const rows = [["Orders of May"], [], ["Case", "Activity", "Time"]];
    const log = xlsxOf(
      { Log: [...rows, ...EVENTS.map((event) => [event.caseId, event.activity, isoOf(event.end)])] },
      false,
    );
    const { detected } = await doubtsOf(await log);
    expect(detected.doubts).toMatchObject([{ kind: "Preamble", count: 1 }]);
    expect(detected.doubts[0]?.detail).toContain('"Orders of May"');
  });

  it.each([
    [["Orders of", "May"]],
    [
      ["Orders of", "May"],
      ["by", "Ann"],
    ],
  ])("that stand above the table are told where they fill as much as half of it: %j", async (...above) => {
    const rows = EVENTS.map((event) => [event.caseId, event.activity, isoOf(event.end), "a note"]);
    const log = xlsxOf({ Log: [...above, ["Case", "Activity", "Time", "Note"], ...rows] }, false);
    const { detected, events, errors, columns } = await accepted(await fileOf(await log));
    expect([events, errors]).toEqual([EVENTS.length, []]);
    expect(columns.map(({ name }) => name)).toEqual(["case_id", "activity", "timestamp", "Note"]);
    expect(detected.doubts).toMatchObject([{ kind: "Preamble", count: above.length }]);
  });

  it("that are all shown are not", async () => {
    expect((await doubtsOf(await workbook(() => false))).kinds).toEqual([]);
  });
});

describe("lines above a table", () => {
  const rows = EVENTS.map((event) => `${event.caseId};${event.activity};${isoOf(event.end)};"a ""quoted"" note"\n`);
  const table = `case;activity;time;note\n${rows.join("")}`;

  it.each([
    ["a title", "Export of orders\n\nCreated;2024-02-01\n", 2],
    ["a title over two lines", '"Export\nof orders"\n', 1],
    ["comments", "# one\n# two\n# three\n", 3],
    ["cells that are empty", "Orders;;;\n;;;\n", 2],
  ])("that are %s are told, and the table below is read, however it is read", async (_what, above, count) => {
    for (const plainFromBytes of [0, Infinity]) {
      const result = await run(await fileOf(`${above}${table}`), {}, { plainFromBytes });
      if (!result.ok) throw new Error(result.message);
      expect(result.events).toBe(EVENTS.length);
      expect(result.errors).toEqual([]);
      expect(result.columns.map(({ name }) => name)).toEqual(["case_id", "activity", "timestamp", "note"]);
      expect(result.detected.doubts).toMatchObject([{ kind: "Preamble", count, points: 0 }]);
      expect(result.detected.doubts[0]?.detail).toMatch(/not read as data: "(?:Export|# one|Orders)/);
    }
  });

  it("are counted where a bad record is told by its line", async () => {
    const { errors } = await accepted(await fileOf(`Export\n\n${table}one field too few\n`));
    expect(errors.flatMap(({ examples }) => examples.map(({ line }) => line))).toEqual([4 + EVENTS.length]);
  });
});

describe("tables whose times are not what they look like", () => {
  const csv = (header: string, line: (event: SmallEvent) => string): string =>
    `${header}\n${EVENTS.map((event) => `${line(event)}\n`).join("")}`;
  const inYear =
    (shift: number) =>
    ({ end }: SmallEvent): string =>
      isoOf(end).replace(/^\d+/, (year) => String(Number(year) + shift).padStart(4, "0"));

  it.each([
    ["Buddhist", 543],
    ["Persian", -621],
    ["in the year 3024", 1000],
    ["the year 1970", -54],
    ["the year 1900", -124],
  ])("of years that no log has are doubted (%s)", async (name, shift) => {
    const { detected, quality } = await doubtsOf(
      csv("case,activity,time", (event) => `${event.caseId},${event.activity},${inYear(shift)(event)}`),
    );
    expect(detected.doubts).toMatchObject([{ kind: "UnusualYears", column: "time" }]);
    expect(detected.doubts[0]?.detail).toContain(name);
    expect(quality.score).toBeLessThan(100);
  });

  it.each([
    ["since 2001 are doubted", 978_307_200, ["UnusualYears"]],
    ["since 1970 are not", 0, []],
  ])("counted in seconds %s", async (_, from, expected) => {
    const seconds = ({ end }: SmallEvent): number => end / 1000 - from;
    const { kinds } = await doubtsOf(
      csv("case,activity,timestamp", (event) => `${event.caseId},${event.activity},${seconds(event)}`),
    );
    expect(kinds).toEqual(expected);
  });

  it.each([
    ["an offset", "Offset", ["+02:00", "+02:00"]],
    ["offsets", "x", ["+01:00", "+00:00"]],
    ["names of zones", "tz", ["Europe/Berlin", "Asia/Tokyo"]],
    ["hours from UTC", "UTC offset", ["+1", "-3"]],
  ])("with %s in a column of their own are doubted", async (_name, column, zones) => {
    const content = csv(
      `case,activity,Date,Time,${column}`,
      (event) =>
        `${event.caseId},${event.activity},${isoOf(event.end).replace(" ", ",")},${zones[event.caseNumber % 2] ?? ""}`,
    );
    const { detected } = await doubtsOf(content);
    expect(detected.doubts).toMatchObject([{ kind: "ZoneColumn", column }]);
    expect(detected.doubts[0]?.detail).toContain(zones[0]);
  });

  it.each([
    ["the zone that was taken", "tz", "+02:00", "", "+02:00"],
    ["a zone beside times that say theirs", "tz", "+02:00", "+02:00", "UTC"],
    ["names of places", "site", "Berlin", "", "UTC"],
    ["numbers with a sign", "change", "-5", "", "UTC"],
  ])("are not for %s", async (_name, column, zone, suffix, taken) => {
    const content = csv(
      `case,activity,time,${column}`,
      (event) => `${event.caseId},${event.activity},${local(event)}${suffix},${zone}`,
    );
    expect((await doubtsOf(content, taken)).kinds).toEqual([]);
  });
});

describe("texts that lost their letters on the way", () => {
  const named = (names: readonly string[]): string =>
    `case,activity,time\n${EVENTS.map((event) => `${event.caseId},${names[event.step] ?? ""},${local(event)}\n`).join("")}`;
  const GERMAN = ["Prüfung", "Überweisung", "Genehmigung", "Ablehnung", "Rückfrage", "Schließung"];

  it.each([
    ["as Windows-1252", "PrÃ¼fung", "Prüfung"],
    ["as Windows-1252 with a sign of its own", "â‚¬ gezahlt", "€ gezahlt"],
    ["as Latin-1", "\u00c3\u009cberweisung", "Überweisung"],
    ["in Cyrillic", "ÐžÐ¿Ð»Ð°Ñ‚Ð°", "Оплата"],
    ["and escaped for a web page", "R&amp;D &#38; Pr&uuml;fung", "R&D & Prüfung"],
    ["and marked up for one", "<b>Check</b><br/>pay", "Check pay"],
    ["and escaped for an address", "Check%20pay", "Check pay"],
    ["and escaped by a script", "Pr\\u00fcfung", "Prüfung"],
    ["and escaped by Office", "Check_x000D_", '"Check"'],
  ])("are doubted where UTF-8 was read %s, with what they were", async (_, text, before) => {
    const { detected } = await doubtsOf(named([text, ...GERMAN.slice(1)]));
    expect(detected.doubts).toMatchObject([{ kind: "DoubleEncoding", column: "activity", count: 12 }]);
    expect(detected.doubts[0]?.detail).toContain(before);
  });

  it("are doubted where U+FFFD stands in the file", async () => {
    const { detected, quality } = await doubtsOf(named(GERMAN.map((name) => name.replace(/[^A-Za-z]/g, "\uFFFD"))));
    expect(detected.doubts).toMatchObject([{ kind: "ReplacedCharacters", column: "activity" }]);
    expect(quality.score).toBeLessThan(100);
  });

  it("are not where all is as it was", async () => {
    expect((await doubtsOf(named([...GERMAN.slice(3), "Ångström”", "NÃO – já", "100 % & <5; 50%ab"]))).kinds).toEqual(
      [],
    );
  });
});
