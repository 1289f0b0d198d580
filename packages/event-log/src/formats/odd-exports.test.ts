import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { isoOf, smallLog, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, refused, rowsOf, run } from "../import/test-imports.fixture.ts";
import { dayNumber, xlsxOf, zipOf } from "./write-formats.fixture.ts";

const EVENTS = smallLog();
const CASES = [...Map.groupBy(EVENTS, ({ caseId }) => caseId)];
const zulu = (time: number): string => `${isoOf(time).replace(" ", "T")}Z`;
const recordOf = (event: SmallEvent) => ({
  caseId: event.caseId,
  activity: event.activity,
  timestamp: zulu(event.end),
  resource: event.resource,
});
const RECORDS = EVENTS.map(recordOf);
const linesOf = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join("");
const step = ({ activity, end }: SmallEvent) => ({ activity, timestamp: zulu(end) });
const columnOf = (key: keyof (typeof RECORDS)[0]): string[] => RECORDS.map((record) => record[key]);
const byNumber = (values: readonly string[]): Record<string, string> => Object.fromEntries(values.entries());

const eventXml = ({ activity, end }: SmallEvent, more = ""): string =>
  `<event><string key="concept:name" value="${activity}"/><date key="time:timestamp" value="${zulu(end)}"/>${more}</event>`;
const xesOf = (more: (event: SmallEvent) => string = () => "", ofTrace = ""): string =>
  `<log>${CASES.map(([id, events]) => `<trace><string key="concept:name" value="${id}"/>${ofTrace}${events.map((event) => eventXml(event, more(event))).join("")}</trace>`).join("")}</log>`;

const HEAD = ["Case", "Activity", "Time"];
const day = ({ end }: SmallEvent) => ({ day: dayNumber(zulu(end)) });
const sheetRows = EVENTS.map((event) => [event.caseId, event.activity, day(event)]);

/** A workbook whose cases are each one cell beside all of its events. */
async function mergedWorkbook(): Promise<Buffer> {
  const cell = (reference: string, text: string): string =>
    `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const line = (row: number, cells: readonly string[]): string =>
    `<row r="${row}">${cells.map((text, at) => (text === "" ? "" : cell(`${"ABC".charAt(at)}${row}`, text))).join("")}</row>`;
  const rows = [line(1, HEAD)];
  const merged: string[] = [];
  for (const [id, events] of CASES) {
    merged.push(`<x:mergeCell ref="A${rows.length + 1}:A${rows.length + events.length}"/>`);
    for (const [at, { activity, end }] of events.entries())
      rows.push(line(rows.length + 1, [at === 0 ? id : "", activity, isoOf(end)]));
  }
  const sheet = `<worksheet xmlns:x="x"><sheetData>${rows.join("")}</sheetData><x:mergeCells>${merged.join("")}<x:mergeCell ref="B1:C1"/></x:mergeCells></worksheet>`;
  return xlsxOf({ Log: [HEAD] }, false, { "xl/worksheets/sheet0.xml": sheet });
}

async function parquetOf(select: string): Promise<string> {
  const path = `${await fileOf("")}.parquet`;
  const values = EVENTS.map(
    ({ at, caseId, activity, end }) => `(${at}, '${caseId}', '${activity}', TIMESTAMP '${isoOf(end)}')`,
  );
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    await connection.run(
      `COPY (SELECT ${select} FROM (VALUES ${values.join(", ")}) AS log(place, owner, step, moment) ORDER BY place) TO '${path}' (FORMAT parquet)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return path;
}

/** Files of tools that write a log of 64 events in a way of their own. */
const exports: Readonly<Record<string, () => Promise<string>>> = {
  "JSON of cases that hold their events": () =>
    fileOf(JSON.stringify(CASES.map(([caseId, events]) => ({ caseId, region: "north", events: events.map(step) })))),
  "JSON of traces below other keys": () =>
    fileOf(
      JSON.stringify({ log: { name: "x", traces: CASES.map(([id, events]) => ({ id, steps: events.map(step) })) } }),
    ),
  "JSON Lines of cases that hold their events": () =>
    fileOf(linesOf(CASES.map(([caseId, events]) => ({ caseId, history: events.map(step) })))),
  "JSON of columns by row number, as pandas writes it": () =>
    fileOf(
      JSON.stringify({
        case: byNumber(columnOf("caseId")),
        activity: byNumber(columnOf("activity")),
        timestamp: byNumber(columnOf("timestamp")),
      }),
    ),
  "JSON of a list for each column": () =>
    fileOf(
      JSON.stringify({ case: columnOf("caseId"), activity: columnOf("activity"), timestamp: columnOf("timestamp") }),
    ),
  "JSON of columns and rows": () =>
    fileOf(
      JSON.stringify({
        columns: ["case", "activity", "timestamp"],
        index: [...EVENTS.keys()],
        data: RECORDS.map(({ caseId, activity, timestamp }) => [caseId, activity, timestamp]),
      }),
    ),
  "JSON with numbers that are none": () =>
    fileOf(
      JSON.stringify(RECORDS.map((record, at) => ({ ...record, cost: `@${at % 3}`, note: 'NaN, "Infinity"' })))
        .replaceAll('"@0"', "NaN")
        .replaceAll('"@1"', "-Infinity")
        .replaceAll('"@2"', "2.5"),
    ),
  "JSON with times of .NET": () =>
    fileOf(JSON.stringify(EVENTS.map((event) => ({ ...recordOf(event), timestamp: `/Date(${event.end}+0200)/` })))),
  "JSON with a field that has no name": () => fileOf(linesOf(RECORDS.map((record) => ({ ...record, "": "x" })))),
  "XES with an attribute that has no key": () => fileOf(xesOf(() => '<string key="" value="x"/>')),
  "XES with namespaces of its own": () =>
    fileOf(
      xesOf()
        .replaceAll(/<(\/?)(log|trace|event|string|date)/g, "<$1x:$2")
        .replace("<x:log", '<x:log xmlns:x="http://code.deckfour.org/xes"'),
    ),
  "XES with lists, containers and nested attributes": () =>
    fileOf(
      xesOf(
        () =>
          '<list key="l"><values><string key="i" value="a"/></values></list><container key="c"><int key="x" value="1"/></container><string key="cost" value="5"><string key="currency" value="EUR"/></string>',
      ),
    ),
  "a compressed XES in a ZIP archive": async () => fileOf(await zipOf({ "out/log.xes.gz": gzipSync(xesOf()) })),
  "a workbook whose cases are merged cells": async () => fileOf(await mergedWorkbook()),
  "a workbook with escaped characters": async () =>
    fileOf(
      await xlsxOf({
        Log: [HEAD, ...EVENTS.map((event) => [`${event.caseId}_x000D_`, `${event.activity}_x000a_`, day(event)])],
      }),
    ),
  "a workbook with a table of notes before the log": async () =>
    fileOf(await xlsxOf({ Notes: [["made by", "me"], ["on", "Monday"]], Log: [HEAD, ...sheetRows] })), // prettier-ignore
  "Parquet with structures": () =>
    parquetOf("{'case': {'id': owner}, 'name': step} AS event, moment AS timestamp, [1, 2] AS tags"),
  "Parquet with milliseconds as floating point numbers": () =>
    parquetOf("owner AS case_id, step AS activity, epoch_ms(moment)::DOUBLE AS timestamp"),
};

describe("exports that write a log in a way of their own", () => {
  it.each(Object.entries(exports))("reads every event of %s", async (_, write) => {
    const result = await accepted(await write());
    expect(result).toMatchObject({ events: 64, cases: 12, activities: 6, errorRecords: 0 });
    const found = await rowsOf(result.tablePath, "case_id, activity, strftime(timestamp, '%Y-%m-%dT%H:%M:%S.%fZ')");
    const texts = found.map((row) => row.join("|")).toSorted();
    const expected = EVENTS.map(({ caseId, activity, end }) =>
      [caseId, activity, zulu(end).replace("Z", ".000000Z")].join("|"),
    );
    expect(texts).toEqual(expected.toSorted());
  });

  it.each([
    ["XES", (word: string): string => xesOf().replaceAll("Register", word)],
    [
      "XES that says it is UTF-8",
      (word) => `<?xml version="1.0" encoding="UTF-8"?>${xesOf().replaceAll("Register", word)}`,
    ],
    ["JSON", (word) => JSON.stringify(RECORDS).replaceAll("Register", word)],
  ] satisfies [string, (word: string) => string][])(
    "reads %s whose bytes are no UTF-8 in the encoding of its words",
    async (_, write) => {
      for (const [encoding, word] of [
        ["windows-1252", "Prüfung der Anträge"],
        ["windows-1251", "Регистрация заявки"],
      ] as const) {
        const path = await fileOf(iconv.encode(write(word), encoding));
        for (const plainFromBytes of [0, Number.MAX_SAFE_INTEGER]) {
          const result = await run(path, {}, { plainFromBytes });
          expect(result).toMatchObject({ ok: true, events: 64, activities: 6, errors: [], detected: { encoding } });
          expect("activityNames" in result && result.activityNames).toContain(word);
        }
      }
    },
  );

  it("keeps the last of two values of one key in XES, and tells of it", async () => {
    const again = '<string key="concept:name" value="Again"/>';
    const twice = await accepted(
      await fileOf(xesOf(({ at }) => (at === 5 ? again : ""), '<int key="n" value="1"/><int key="n" value="2"/>')),
    );
    expect(twice.errors).toMatchObject([{ type: "Malformed Record", resolved: true, count: 13 }]);
    const places = twice.errors[0]?.examples.map(({ element, column }) => `${element} ${column}`);
    expect(places).toContain("trace 1 case:n");
    expect(places).toContain("trace 2, event 2 concept:name");
    expect(await rowsOf(twice.tablePath, "count(*) FILTER (activity = 'Again')::INTEGER")).toEqual([[1]]);
  });

  it("takes figures of flags in XES for words, as XML Schema allows both", async () => {
    const flags = await accepted(
      await fileOf(xesOf(({ at }) => `<boolean key="ok" value="${["1", "true", "0"][at % 3]}"/>`)),
    );
    expect(flags.columns.find(({ name }) => name === "ok")?.type).toBe("BOOLEAN");
    expect(await rowsOf(flags.tablePath, "count(*) FILTER (ok)::INTEGER, count(*) FILTER (NOT ok)::INTEGER")).toEqual([
      [43, 21],
    ]);
  });

  it.each([
    ["an archive without files", async () => zipOf({}), /holds no file/],
    [
      "a file that was compressed twice",
      async () => gzipSync(gzipSync("case,activity,timestamp\n")),
      /gzip-compressed gzip file/,
    ],
  ] as const)("refuses %s by its name", async (_, write, message) => {
    const { message: told } = await refused(await fileOf(await write()));
    expect(told).toMatch(message);
  });
});
