import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ImportMapping } from "../terms/import-options.ts";
import { accepted, fileOf, refused, rowsOf } from "../import/test-imports.fixture.ts";
import {
  dayNumber,
  mxmlOf,
  ocelJsonOf,
  ocelXmlOf,
  writeOcelSqlite,
  xlsxOf,
  zipOf,
  type SampleEvent,
} from "./write-formats.fixture.ts";

const ACTIVITIES = [
  "Receive",
  "Check, twice",
  'Decide "now"',
  "Décision été",
  "__proto__",
  "constructor",
  "<b>&amp;",
  "支払う",
];

/** Eight cases of eight steps each, an hour apart, with names that need quoting everywhere. */
const EVENTS: readonly SampleEvent[] = Array.from({ length: 64 }, (_, at) => ({
  caseId: `O-${1000 + Math.floor(at / 8)}`,
  activity: ACTIVITIES[(at + Math.floor(at / 8)) % 8] ?? "",
  time: new Date(Date.UTC(2024, 1, 5, 8) + at * 3_600_000).toISOString().replace(".000Z", "Z"),
}));

const csvOf = (events: readonly SampleEvent[]): string =>
  `Case ID,Activity,Timestamp\n${events.map((event) => `${event.caseId},"${event.activity.replaceAll('"', '""')}",${event.time}\n`).join("")}`;
const jsonOf = (events: readonly SampleEvent[]): object[] =>
  events.map(({ caseId, activity, time }) => ({ order: { id: caseId }, activity, timestamp: time }));
const jsonl = jsonOf(EVENTS)
  .map((event) => JSON.stringify(event))
  .join("\n");
const sheetOf = (events: readonly SampleEvent[], isFrom1904 = false) => [
  ["Export of the order system"],
  [],
  ["Order", "Activity", "Time", "Amount"],
  ...events.map((event, at) => [
    event.caseId,
    event.activity,
    { day: dayNumber(event.time, isFrom1904) },
    at === 3 ? null : at / 4,
  ]),
];

async function sqliteFile(): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "longhaul-ocel-")), "log.sqlite");
  writeOcelSqlite(path, EVENTS);
  return path;
}

const ocel = { objectType: "order" } as const;
const nested = { caseId: "order.id" } as const;

interface Written {
  readonly title: string;
  readonly format: string;
  readonly file: () => Promise<string>;
  readonly mapping?: ImportMapping;
}

const written: readonly Written[] = [
  { title: "JSON Lines", format: "jsonl", file: () => fileOf(jsonl), mapping: nested },
  { title: "JSON Lines, compressed", format: "jsonl.gz", file: () => fileOf(gzipSync(jsonl)), mapping: nested },
  {
    title: "a JSON array",
    format: "json",
    file: () => fileOf(JSON.stringify(jsonOf(EVENTS), null, 2)),
    mapping: nested,
  },
  {
    title: "a JSON document with the events among other arrays",
    format: "json",
    file: () =>
      fileOf(JSON.stringify({ users: Array.from({ length: 99 }, () => ({ a: 1 })), data: { events: jsonOf(EVENTS) } })),
    mapping: nested,
  },
  { title: "MXML", format: "mxml", file: () => fileOf(mxmlOf(EVENTS)) },
  { title: "MXML, compressed", format: "mxml.gz", file: () => fileOf(gzipSync(mxmlOf(EVENTS))) },
  { title: "an Excel workbook", format: "xlsx", file: async () => fileOf(await xlsxOf({ Log: sheetOf(EVENTS) })) },
  {
    title: "an Excel workbook that counts from 1904, behind a sheet of notes",
    format: "xlsx",
    file: async () => fileOf(await xlsxOf({ Notes: [["Made by us"]], Log: sheetOf(EVENTS, true) }, true)),
  },
  { title: "OCEL 2.0 as JSON", format: "ocel2.json", file: () => fileOf(ocelJsonOf(EVENTS)), mapping: ocel },
  { title: "OCEL 2.0 as XML", format: "ocel2.xml", file: () => fileOf(ocelXmlOf(EVENTS)), mapping: ocel },
  { title: "OCEL 2.0 as SQLite", format: "ocel2.sqlite", file: sqliteFile, mapping: ocel },
  {
    title: "a ZIP archive of one log beside notes",
    format: "csv",
    file: async () => fileOf(await zipOf({ "README.md": "# Notes", "logs/orders.csv": csvOf(EVENTS) })),
  },
  {
    title: "a ZIP archive of several logs of several formats",
    format: "zip",
    file: async () =>
      fileOf(
        await zipOf({
          "1.csv": csvOf(EVENTS.slice(0, 24)),
          "2.xlsx": await xlsxOf({
            Log: [["Case ID", "Activity", "Timestamp"], ...sheetOf(EVENTS.slice(24, 40)).slice(3)],
          }),
          "3.jsonl": EVENTS.slice(40)
            .map(({ caseId, activity, time }) =>
              JSON.stringify({ "case id": caseId, ACTIVITY: activity, Timestamp: time }),
            )
            .join("\n"),
        }),
      ),
  },
];

describe("importing other formats than CSV, XES and Parquet", () => {
  it.each(written)("reads the same events from $title", async ({ format, file, mapping }) => {
    const result = await accepted(await file(), mapping);
    expect(result).toMatchObject({ format, events: 64, cases: 8, activities: 8, errorRecords: 0 });
    const rows = await rowsOf(result.tablePath, `case_id, activity, strftime(timestamp, '%Y-%m-%dT%H:%M:%SZ')`);
    const expected = EVENTS.map(({ caseId, activity, time }) => [caseId, activity, time]);
    const texts = (table: readonly unknown[][]): string[] =>
      table.map((row) => JSON.stringify(row)).toSorted((a, b) => (a < b ? -1 : 1));
    expect(texts(rows)).toEqual(texts(expected));
  });

  it("keeps process instances of one name apart in MXML, and tells of them", async () => {
    const entry = `<AuditTrailEntry><WorkflowModelElement>a</WorkflowModelElement><EventType>complete</EventType><Timestamp>2024-01-01T08:00:00Z</Timestamp></AuditTrailEntry>`;
    const instance = (id: string): string => `<ProcessInstance id="${id}">${entry}${entry}</ProcessInstance>`;
    const { cases, detected } = await accepted(
      await fileOf(`<WorkflowLog><Process id="p">${["A", "B", "A"].map(instance).join("")}</Process></WorkflowLog>`),
    );
    expect(cases).toBe(3);
    expect(detected.doubts.find(({ kind }) => kind === "SameTraceName")).toMatchObject({
      count: 1,
      examples: [{ element: "process instance 3", value: "A" }],
    });
  });

  it("keeps numbers and empty cells of a workbook, and says which sheets it left out", async () => {
    const path = await fileOf(
      await xlsxOf({
        Log: sheetOf(EVENTS),
        Other: [
          ["x", "y"],
          ["1", "2"],
        ],
      }),
    );
    const { tablePath, detected } = await accepted(path);
    expect(detected).toMatchObject({ sheet: "Log", otherSheets: ["Other"], header: true });
    expect(await rowsOf(tablePath, 'sum("Amount"), count("Amount")::INTEGER')).toEqual([[504 - 0.75, 63]]);
  });

  it("names the row of a sheet in which a value can't be read", async () => {
    const sheet = sheetOf(EVENTS);
    sheet[5] = ["O-1000", "Receive", "no time"];
    const { errors } = await accepted(await fileOf(await xlsxOf({ Log: sheet })));
    expect(errors).toMatchObject([{ type: "Invalid Timestamp", count: 1, examples: [{ row: 6, value: "no time" }] }]);
  });

  it("refuses a sheet, a file or an object type that isn't there, with those that are", async () => {
    const xlsx = await fileOf(await xlsxOf({ Log: sheetOf(EVENTS) }));
    expect(await refused(xlsx, { sheet: "Lög" })).toMatchObject({
      code: "SheetNotFound",
      message: expect.stringContaining('"Log"'),
    });
    const zip = await fileOf(await zipOf({ "a.csv": csvOf(EVENTS), "b.csv": csvOf(EVENTS) }));
    expect(await refused(zip, { file: "c.csv" })).toMatchObject({
      code: "FileNotFound",
      message: expect.stringContaining('"a.csv", "b.csv"'),
    });
    for (const mapping of [{}, { objectType: "Order" }]) {
      expect(await refused(await fileOf(ocelXmlOf(EVENTS)), mapping)).toMatchObject({
        code: "ObjectTypeNeeded",
        message: expect.stringMatching(/OCEL 2\.0.*"order" \(8 objects\), "customer" \(1 object\)/),
      });
    }
  });

  it("reads the file of an archive that the mapping names", async () => {
    const path = await fileOf(await zipOf({ "a.csv": csvOf(EVENTS), "x/b.csv": csvOf(EVENTS.slice(0, 16)) }));
    const result = await accepted(path, { file: "b.csv" });
    expect(result).toMatchObject({ events: 16, detected: { file: "x/b.csv" } });
  });

  it.each([
    ["JSON", () => fileOf(ocelJsonOf(EVENTS))],
    ["XML", () => fileOf(ocelXmlOf(EVENTS))],
    ["SQLite", sqliteFile],
  ])(
    "says what flattening an object-centric log (%s) lost, and takes attributes as they were last",
    async (_, file) => {
      const orders = await accepted(await file(), ocel);
      expect(orders.detected.flattening).toEqual({
        objectType: "order",
        objects: 8,
        otherTypes: ["customer"],
        events: 65,
        eventsWithoutObject: 1,
        repeatedEvents: 0,
      });
      expect(await rowsOf(orders.tablePath, `DISTINCT note, "case:price"::INTEGER`)).toEqual([["n", 2]]);
      const customers = await accepted(await file(), { objectType: "customer" });
      expect(customers).toMatchObject({ events: 65, cases: 1 });
    },
  );

  it("repeats an event in the case of each object that it belongs to", async () => {
    const [event] = EVENTS;
    const xml = ocelXmlOf([event, event].flatMap((each) => each ?? [])).replaceAll('object-id="c1"', 'object-id="O-2"');
    const two = xml.replace("</objects><events>", '<object id="O-2" type="order"/></objects><events>');
    const result = await accepted(await fileOf(two), ocel);
    expect(result).toMatchObject({ cases: 2, events: 5, detected: { flattening: { events: 3, repeatedEvents: 2 } } });
  });

  it("counts lines of JSON that can't be parsed, and replaces text that no store holds", async () => {
    const lines = jsonl.split("\n");
    lines[9] = '{"order": {"id": "O-1001"}, "activity": ';
    lines[10] = '{"order": {"id": "O-1001"}, "activity": "a\\u0000b\\ud800c", "timestamp": "2024-03-01T00:00:00Z"}';
    const { errors, tablePath, events } = await accepted(await fileOf(lines.join("\n")), nested);
    expect(errors).toMatchObject([
      { type: "Malformed Record", count: 1, resolved: false, examples: [{ line: 10 }] },
      { type: "Invalid Encoding", count: 1, resolved: true, examples: [{ line: 11 }] },
    ]);
    expect(events).toBe(63);
    expect(await rowsOf(tablePath, "activity").then((rows) => rows.flat())).toContain("a\uFFFDb\uFFFDc");
  });

  it("keeps ids of JSON that are longer than a number can be", async () => {
    const long = jsonl.replaceAll(/"id":"O-(\d+)"/g, '"id":90071992547409$1');
    const { tablePath } = await accepted(await fileOf(long), nested);
    expect((await rowsOf(tablePath, "DISTINCT case_id")).flat()).toContain("900719925474091001");
  });

  it.each<[string, string | Buffer, string, RegExp]>([
    ["an old Excel workbook", Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), "UnknownFormat", /old Excel/],
    ["OCEL 1.0", '{"ocel:global-log": {}, "ocel:events": {}}', "UnknownFormat", /OCEL 1\.0/],
    ["JSON without objects", "[[1, 2], [3, 4]]", "NotAnEventLog", /no array of objects/],
    ["JSON without end", '[{"a": 1}, {"a": 2', "ColumnNotIdentified", /caseId/],
    ["deep JSON", `[${"[".repeat(100_000)}`, "UnreadableJson", /nested deeper/],
    ["a broken archive", Buffer.from("PK\u0003\u0004 no archive"), "UnreadableZip", /damaged/],
    ["SQLite that is none", Buffer.from("SQLite format 3\0garbage"), "UnreadableSqlite", /SQLite/],
    ["malformed MXML", "<WorkflowLog><Process>", "MalformedXml", /line 1/],
  ])("refuses %s with a reason", async (_, content, code, message) => {
    expect(await refused(await fileOf(content))).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it("refuses other kinds of ZIP files by their names", async () => {
    const sheet = await fileOf(await zipOf({ mimetype: "application/vnd.oasis", "content.xml": "<x/>" }));
    expect(await refused(sheet)).toMatchObject({
      code: "UnknownFormat",
      message: expect.stringContaining("OpenDocument"),
    });
  });

  it("takes a header in angle brackets for CSV", async () => {
    const csv = csvOf(EVENTS).replace("Case ID,Activity,Timestamp", "<case>,<activity>,<timestamp>");
    expect(
      await accepted(await fileOf(csv), {
        caseId: "<case>",
        activity: "<activity>",
        timestamp: "<timestamp>",
      }),
    ).toMatchObject({
      format: "csv",
      events: 64,
    });
  });
});
