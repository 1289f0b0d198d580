import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { xlsxOf, zipOf } from "../formats/write-formats.fixture.ts";
import { fileOf, run } from "./test-imports.fixture.ts";

const MIB = 2 ** 20;
const HEADER = "case,activity,timestamp,note\n";
const LONG_ROW = `1,a,2024-01-01T08:00:00Z,${"x".repeat(50_000)}\n`;
const ROW = "1,a,2024-01-01T08:00:00Z,x\n";

/** A file written piece by piece, since some are larger than a string may be. */
async function bigFile(pieces: Iterable<string | Buffer>): Promise<string> {
  const path = `${await fileOf("")}.big`;
  await pipeline(Readable.from(pieces), createWriteStream(path));
  return path;
}

/** One of a header and so many times the same rows, in members of gzip, of which equal ones are compressed once. */
const bigGzip = (count: number, rows: string): Promise<string> => {
  const member = gzipSync(rows);
  return bigFile([gzipSync(HEADER), ...Array.from({ length: count }, () => member)]);
};

const times = (count: number, text: string): string[] => Array.from({ length: count }, () => text);

/** Names that the limits have for whoever set them. */
const limitNames = {
  maxCellBytes: "SETTING_OF_CELLS",
  maxLineBytes: "SETTING_OF_LINES",
  maxColumns: "SETTING_OF_COLUMNS",
};

const NOTES = (note: string): readonly string[] => ["x", note, "y"];
const time = (at: number): string => `2024-01-0${at + 1}T08:00:00Z`;
const records = (note: string) =>
  NOTES(note).map((text, at) => ({ case: "1", activity: `a${at}`, timestamp: time(at), note: text }));
const csv = (note: string): string => `${HEADER}${ROW}1,b,2024-01-02,${note}\n1,c,2024-01-03,y\n`;

/** A log of three events in each format, the second one's note as given. */
const logs: Readonly<Record<string, (note: string) => string | Buffer | Promise<Buffer>>> = {
  CSV: csv,
  "CSV in quotes": (note) => csv(`"""\n${note}"`),
  "CSV in UTF-16": (note) => Buffer.from(`\uFEFF${csv(note)}`, "utf16le"),
  XES: (note) =>
    `<log><trace><string key="concept:name" value="1"/>${NOTES(note)
      .map(
        (text, at) =>
          `<event><string key="concept:name" value="a${at}"/><date key="time:timestamp" value="${time(at)}"/><string key="note" value="${text}"/></event>`,
      )
      .join("")}</trace></log>`,
  MXML: (note) =>
    `<WorkflowLog><Process id="p"><ProcessInstance id="1">${NOTES(note)
      .map(
        (text, at) =>
          `<AuditTrailEntry><Data><Attribute name="note">${text}</Attribute></Data><WorkflowModelElement>a${at}</WorkflowModelElement><EventType>complete</EventType><Timestamp>${time(at)}</Timestamp></AuditTrailEntry>`,
      )
      .join("")}</ProcessInstance></Process></WorkflowLog>`,
  JSON: (note) => JSON.stringify(records(note)),
  "JSON Lines": (note) =>
    records(note)
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(""),
  XLSX: (note) => xlsxOf({ Log: [["case", "activity", "timestamp", "note"], ...records(note).map(Object.values)] }),
};

/** A log of a format that is a text. */
function textOf(format: string): string {
  const log = logs[format]?.("z");
  if (typeof log !== "string") throw new TypeError(`${format} is no text`);
  return log;
}

describe("values and records longer than accepted", () => {
  it.each(Object.entries(logs))("tells such a record of %s with its place and the limit", async (_, log) => {
    const limits = { maxCellBytes: 1000, maxLineBytes: 50_000 };
    // Letters of two bytes: the limit is one of bytes.
    const result = await run(await fileOf(await log("é".repeat(600))), {}, { limits, limitNames });
    expect(result).toMatchObject({ ok: true, events: 2, errorRecords: 1 });
    expect(result.errors).toMatchObject([
      {
        type: "Value Too Long",
        count: 1,
        examples: [{ column: "note", value: "more than 1000 bytes, the most accepted (SETTING_OF_CELLS)" }],
      },
    ]);
    expect(await run(await fileOf(await log("é".repeat(400))), {}, { limits })).toMatchObject({ ok: true, events: 3 });
    const long = await run(
      await fileOf(await log("x".repeat(60_000))),
      {},
      { limits: { ...limits, maxCellBytes: 1e6 }, limitNames },
    );
    // An element of XML is judged while it is read; what stands behind it can't be trusted then.
    expect(JSON.stringify(long)).toMatch(/"(?:Record Too Long|MalformedXml)".*\(SETTING_OF_LINES\)/);
  });
});

describe("files made to exhaust whoever reads them", () => {
  it("refuses a CSV header of a million columns", async () => {
    const header = Array.from({ length: 1_000_000 }, (_, at) => `c${at}`).join(",");
    const result = await run(await fileOf(`${header}\n${"1,".repeat(999_999)}1\n`), {}, { limitNames });
    expect(result).toMatchObject({
      code: "TooManyColumns",
      line: 1,
      message: expect.stringContaining("SETTING_OF_COLUMNS") as string,
    });
  });

  it.each(
    Object.entries({
      CSV: (name: string) => csv("z").replace("note", name),
      JSON: (name: string) => JSON.stringify(records("z").map((one) => ({ ...one, [name]: 1 }))),
      XES: (name: string) => textOf("XES").replaceAll('key="note"', `key="${name}"`),
      MXML: (name: string) => textOf("MXML").replaceAll('name="note"', `name="${name}"`),
      XLSX: (name: string) =>
        xlsxOf({ Log: [["case", "activity", "timestamp", name], ...records("z").map(Object.values)] }),
    }),
  )("refuses a column of %s whose name is a text, and says how it begins", async (_, log) => {
    const name = `n${"x".repeat(998)}`;
    expect(await run(await fileOf(await log(`${name}y`)))).toMatchObject({ ok: true });
    const result = await run(await fileOf(await log(`${name}yz`)));
    expect(result).toMatchObject({
      code: "ColumnNamesTooLong",
      message: expect.stringMatching(/"nx{39}".* has 1001 characters, more than the 1000 accepted/) as string,
    });
    expect(JSON.stringify(result).length).toBeLessThan(1000);
  });

  it("refuses columns whose names are longer together than a list of datasets can hold", async () => {
    const values = (of: (at: number) => string): string => Array.from({ length: 110 }, (_, at) => of(at)).join(",");
    const wide = (length: number): Promise<string> =>
      fileOf(
        `case,activity,timestamp,${values((at) => `${at}`.padEnd(length, "x"))}\n1,a,2024-01-01T08:00:00Z,${values(() => "z")}\n`,
      );
    expect(await run(await wide(900))).toMatchObject({ ok: true });
    expect(await run(await wide(930))).toMatchObject({
      code: "ColumnNamesTooLong",
      message: expect.stringContaining("The names of the 113 columns have 102321 characters together") as string,
    });
  });

  it("reads past a quote that is never closed, and names its line", async () => {
    const path = await bigFile([
      HEADER,
      ROW,
      `1,b,2024-01-02,"open\n`,
      ...times(40, LONG_ROW.repeat(MIB / LONG_ROW.length)),
    ]);
    const result = await run(path);
    expect(result).toMatchObject({
      ok: true,
      errors: [{ type: "Malformed Quotes", count: 1, examples: [{ line: 3 }] }],
    });
  });

  it("refuses a first record of one unclosed quote, with its line", async () => {
    const path = await bigFile([HEADER, '1,"a,2024-01-01\n', ...times(40, "x".repeat(MIB))]);
    expect(await run(path)).toMatchObject({ ok: false, code: "NoEvents", line: 2 });
    const header = await bigFile(['"case,activity,timestamp\n', ...times(40, "x".repeat(MIB))]);
    expect(await run(header)).toMatchObject({ ok: false, code: "NoEvents" });
  });

  it("refuses a line of hundreds of megabytes, and names it", async () => {
    const path = await bigFile([HEADER, "1,a,2024-01-01,", ...times(256, "x".repeat(MIB)), "\n"]);
    const result = await run(path, {}, { limitNames });
    expect(result).toMatchObject({ ok: false, code: "NoEvents", line: 2 });
    expect(result).toMatchObject({ message: expect.stringMatching(/line 2: more than .*SETTING_OF_LINES/) as string });
  });

  it("refuses what decompresses to a thousand times its size, long before all of it is there", async () => {
    const rows = LONG_ROW.repeat(MIB / LONG_ROW.length);
    const gzip = await bigGzip(400, rows);
    const limits = { maxUncompressedBytes: 1e12, maxScratchBytes: 300 * MIB };
    expect(await run(gzip, {}, { limits })).toMatchObject({ ok: false, code: "TooLarge" });
    const zip = await zipOf({ "log.csv": Buffer.from(HEADER + rows.repeat(100)) });
    expect(await run(await fileOf(zip))).toMatchObject({ ok: false, code: "TooLarge" });
  });

  it("refuses archives within archives", async () => {
    const inner = await zipOf({ "log.csv": `${HEADER}${ROW}` });
    expect(await run(await fileOf(await zipOf({ "inner.zip": inner })))).toMatchObject({ code: "UnreadableZip" });
  });

  it("refuses a workbook that repeats one text until it is larger than it may be", async () => {
    const text = "y".repeat(MIB / 2);
    const row = (at: number): string =>
      `<row r="${at}"><c r="A${at}" t="s"><v>0</v></c><c r="B${at}" t="s"><v>1</v></c><c r="C${at}" t="s"><v>2</v></c><c r="D${at}" t="s"><v>${at === 1 ? 3 : 4}</v></c></row>`;
    const sheet = `<worksheet><sheetData>${Array.from({ length: 100_000 }, (_, at) => row(at + 1)).join("")}</sheetData></worksheet>`;
    const bomb = await xlsxOf({ Log: [["case", "activity", "timestamp", "1", text]] }, false, {
      "xl/worksheets/sheet0.xml": sheet,
    });
    expect(bomb.length).toBeLessThan(2 * MIB);
    expect(await run(await fileOf(bomb), {}, { limits: { maxRatio: 10 } })).toMatchObject({
      ok: false,
      code: "TooLarge",
    });
  });

  it("refuses what fills more of the disk than it may", async () => {
    const path = await bigGzip(60, ROW.repeat(MIB / ROW.length));
    const limits = { maxScratchBytes: 8 * MIB, maxRatio: 10_000 };
    expect(await run(path, {}, { limits, limitNames: { maxScratchBytes: "SETTING_OF_DISK" } })).toMatchObject({
      ok: false,
      code: "ScratchFull",
      message: expect.stringContaining("SETTING_OF_DISK") as string,
    });
  });

  it("refuses more different values of a role than are accepted, with the column", async () => {
    const rows = Array.from({ length: 50 }, (_, at) => `${at % 7},step ${at % 20},2024-01-01T08:00:${at + 10}Z\n`);
    const path = await fileOf(`case,activity,timestamp\n${rows.join("")}`);
    expect(await run(path, {}, { limits: { maxDistinctValues: 20, maxCases: 7 } })).toMatchObject({ ok: true });
    expect(await run(path, {}, { limits: { maxDistinctValues: 19 } })).toMatchObject({
      code: "TooManyValues",
      message: expect.stringMatching(/"activity".*20.*19/) as string,
    });
    expect(await run(path, {}, { limits: { maxCases: 6 } })).toMatchObject({ code: "TooManyValues" });
  });
});
