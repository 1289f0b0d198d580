import { existsSync, mkdtempSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { importEventLog } from "./import-event-log.ts";
import type { ImportMapping } from "./import-options.ts";
import type { ImportRefused, ImportResult, ImportSuccess } from "./import-result.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/", import.meta.url));
const scratchDir = mkdtempSync(join(tmpdir(), "longhaul-import-"));
afterAll(() => rm(scratchDir, { recursive: true, force: true }));
let files = 0;

function run(
  sourcePath: string,
  mapping: ImportMapping = {},
  signal = new AbortController().signal,
): Promise<ImportResult & { tablePath: string }> {
  const tablePath = join(scratchDir, `table-${files++}.parquet`);
  return importEventLog({
    sourcePath,
    fileName: "log",
    mapping,
    tablePath,
    scratchDir,
    threads: 2,
    memoryLimitMB: 512,
    signal,
    onProgress: () => undefined,
  }).then((result) => ({ ...result, tablePath }));
}

async function accepted(sourcePath: string, mapping?: ImportMapping): Promise<ImportSuccess & { tablePath: string }> {
  const result = await run(sourcePath, mapping);
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result;
}

async function refused(sourcePath: string, mapping?: ImportMapping): Promise<ImportRefused> {
  const result = await run(sourcePath, mapping);
  if (result.ok) throw new Error("the file was accepted");
  return result;
}

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(scratchDir, `source-${files++}`);
  await writeFile(path, content);
  return path;
}

async function rowsOf(tablePath: string, columns = "case_id, activity, timestamp::VARCHAR"): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(`SELECT ${columns} FROM read_parquet('${tablePath}')`)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

interface Truth {
  readonly n_events: number;
  readonly n_cases: number;
  readonly n_activities: number;
  readonly first_timestamp: string;
  readonly last_timestamp: string;
}
const truthOf = async (name: string): Promise<Truth> =>
  JSON.parse(await readFile(join(FIXTURES, `${name}.truth.json`), "utf8")) as Truth;

describe("importing real logs", () => {
  it.each([
    ["receipt.xes.gz", "receipt", "xes.gz"],
    ["receipt.csv", "receipt-csv", "csv"],
    ["receipt.parquet", "receipt-csv", "parquet"],
    ["running-example.xes", "running-example", "xes"],
    ["running-example.csv", "running-example-csv", "csv"],
    ["roadtraffic100traces.xes", "roadtraffic100traces", "xes"],
    ["repairExample.xes.gz", "repairExample", "xes.gz"],
    ["teleclaims.xes.gz", "teleclaims", "xes.gz"],
    ["Production.csv", "Production", "csv"],
  ])(
    "reads every event of %s",
    async (file, truthName, format) => {
      const truth = await truthOf(truthName);
      const result = await accepted(join(FIXTURES, file));
      expect(result).toMatchObject({
        format,
        events: truth.n_events,
        cases: truth.n_cases,
        activities: truth.n_activities,
        errorRecords: 0,
        errors: [],
      });
      expect(result.quality.score).toBeGreaterThan(95);
      // The reader behind the truth of the XES logs dropped UTC offsets: their span is off by the change to summer time.
      // So is that of the Parquet file, which holds local times.
      const spanMs = Date.parse(result.timeEnd) - Date.parse(result.timeStart);
      const truthMs = Date.parse(truth.last_timestamp) - Date.parse(truth.first_timestamp);
      expect(Math.abs(spanMs - truthMs)).toBeLessThanOrEqual(format === "csv" ? 0 : 3_600_000);
    },
    60_000,
  );

  it("gives the same events from XES and CSV", async () => {
    const sorted = async (file: string): Promise<string[]> =>
      (await rowsOf((await accepted(join(FIXTURES, file))).tablePath)).map((row) => JSON.stringify(row)).toSorted();
    expect(await sorted("receipt.xes.gz")).toEqual(await sorted("receipt.csv"));
  });

  it("keeps start times, resources, lifecycles and the other columns", async () => {
    const production = await accepted(join(FIXTURES, "Production.csv"));
    expect(production.detected.mapping).toEqual({
      caseId: "case:concept:name",
      activity: "concept:name",
      timestamp: "time:timestamp",
      startTimestamp: "start_timestamp",
      resource: "org:resource",
    });
    const repair = await accepted(join(FIXTURES, "repairExample.xes.gz"));
    expect(repair.detected.mapping).toMatchObject({ resource: "org:resource", lifecycle: "lifecycle:transition" });
    expect(repair.columns.map((column) => column.name)).toContain("case:description");
  });
});

describe("importing broken and odd files", () => {
  const malformed = join(FIXTURES, "malformed");

  it.each([
    ["apromore_test1-valid.csv", 3, 0, []],
    ["apromore_test2-missing-columns.csv", 2, 1, ["Wrong Column Count"]],
    ["apromore_test3-invalid-end-timestamp.csv", 3, 1, ["Invalid Timestamp"]],
    ["apromore_test4-invalid-start-timestamp.csv", 4, 0, ["Invalid Start Timestamp"]],
    ["apromore_test5-empty-caseID.csv", 2, 1, ["Missing Case"]],
    ["apromore_test6-different-delimiters.csv", 3, 0, []],
    ["apromore_test10-eventAttribute.csv", 6, 0, []],
    ["apromore_test11-encoding.csv", 5, 0, []],
  ])("takes from %s what is usable and reports the rest", async (file, events, errorRecords, types) => {
    const result = await accepted(join(malformed, file));
    expect([result.events, result.errorRecords, result.errors.map((error) => error.type)]).toEqual([
      events,
      errorRecords,
      types,
    ]);
    expect(
      result.errors.every((error) => error.examples.every((example) => example.line !== undefined && example.line > 1)),
    ).toBe(true);
  });

  it("names the line of what it leaves out, and reads the encoding and date order of others", async () => {
    expect((await accepted(join(malformed, "apromore_test2-missing-columns.csv"))).errors[0]?.examples[0]?.line).toBe(
      3,
    );
    expect((await accepted(join(malformed, "apromore_test5-empty-caseID.csv"))).errors[0]?.examples[0]?.line).toBe(2);
    const hebrew = await accepted(join(malformed, "apromore_test11-encoding.csv"));
    expect(hebrew.detected).toMatchObject({ encoding: "windows-1255" });
    expect((await rowsOf(hebrew.tablePath))[0]).toEqual(["SO10000001", "טיוטא", "2011-11-06 16:59:00"]);
    const nearlyAll = await accepted(join(malformed, "apromore_test8-all-invalid.csv"));
    expect(nearlyAll).toMatchObject({ events: 1, errorRecords: 2 });
    expect(nearlyAll.errors.map(({ type, examples: [example] }) => [type, example?.line])).toEqual([
      ["Missing Case", 2],
      ["Missing Activity", 3],
      ["Invalid Start Timestamp", 4],
    ]);
    const none = await refused(await fileOf("case,activity,timestamp\n,a,2020-01-01\n1,,2020-01-01\n2,b,soon\n"));
    expect(none).toMatchObject({ code: "AllRecordsInvalid", errors: [{ count: 1 }, { count: 1 }, { count: 1 }] });
    expect(none.message).toContain('Invalid Timestamp (first at line 4: "soon")');
  });

  it("never fails on any of the malformed files: each is refused with a reason or accepted with its counts", async () => {
    const names = (await readdir(malformed)).toSorted();
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      const result = await run(join(malformed, name));
      expect([name, result.ok ? result.events > 0 : result.message.length > 20]).toEqual([name, true]);
    }
  }, 60_000);

  it.each([
    ["an empty file", "", "EmptyFile"],
    ["binary junk", Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) % 256)), "UnknownFormat"],
    [
      "a truncated gzip",
      gzipSync(Buffer.alloc(200_000, "case,activity,timestamp\n1,a,2020-01-01\n")).subarray(0, 200),
      "CorruptGzip",
    ],
    ["other XML", "<html><body/></html>", "NotAnEventLog"],
    ["XML cut off", "<log><trace><event>", "MalformedXml"],
    ["XML with a wrong end", "<log>\n<trace>\n</event></log>", "MalformedXml"],
    ["a log without events", "<log><trace/></log>", "NoEvents"],
    ["a header alone", "case,activity,timestamp\n", "NoEvents"],
    ["a table without times", "a,b\n1,2\n3,4\n", "ColumnNotIdentified"],
    ["a broken Parquet file", "PAR1 and then nothing of use PAR1", "UnreadableParquet"],
  ])("refuses %s with the code %s", async (_what, content, code) => {
    const result = await refused(await fileOf(content));
    expect(result.code).toBe(code);
    expect(result.message).not.toContain(scratchDir);
  });

  it("says in which line XML is broken", async () => {
    expect((await refused(await fileOf("<log>\n<trace>\n</event></log>"))).line).toBe(3);
  });

  it("names the columns when the mapping names one that isn't there", async () => {
    const path = await fileOf("case,activity,timestamp\n1,a,2020-01-01T00:00:00Z\n");
    expect(await refused(path, { caseId: "order" })).toMatchObject({
      code: "ColumnNotFound",
      columns: ["case", "activity", "timestamp"],
    });
  });

  it("reads XES in another encoding, with prefixes, entities and events that lack something, and says where they are", async () => {
    const xes = `<?xml version="1.0" encoding="ISO-8859-1"?>
<x:log xmlns:x="urn:x"><x:global scope="event"><x:string key="concept:name" value="default"/></x:global>
<x:trace><x:event><x:string value="Pr&#252;fung &amp; \u00fc" key="concept:name"/><x:date key="time:timestamp" value="2020-01-01T10:00:00.500+02:00"/></x:event>
<x:event><x:date key="time:timestamp" value="2020-01-01T10:00:00Z"/></x:event></x:trace></x:log>`;
    const result = await accepted(await fileOf(Buffer.from(xes, "latin1")));
    expect(await rowsOf(result.tablePath)).toEqual([["trace 1", "Prüfung & ü", "2020-01-01 08:00:00.5"]]);
    expect(result.errors).toMatchObject([
      { type: "Missing Case", resolved: true, examples: [{ element: "trace 1" }] },
      { type: "Missing Activity", count: 1, examples: [{ element: "trace 1, event 2" }] },
    ]);
    expect(result.errorRecords).toBe(1);
  });

  it("stops when told to", async () => {
    const abort = new AbortController();
    abort.abort(new Error("enough"));
    await expect(run(join(FIXTURES, "receipt.csv"), {}, abort.signal)).rejects.toThrow("enough");
    expect(existsSync(join(scratchDir, "import-"))).toBe(false);
  });
});

describe("any table written as CSV", () => {
  const text = fc.stringMatching(/^[ -~äß漢]{1,12}$/).filter((value) => value.trim() === value && value !== "");
  const row = fc.record({
    case: fc.integer({ min: 1, max: 4 }),
    activity: text,
    time: fc.integer({ min: 0, max: 2_000_000_000 }),
    note: text,
  });
  const dialect = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    eol: fc.constantFrom("\n", "\r\n"),
    blank: fc.constantFrom("T", " "),
    zone: fc.constantFrom("Z", "+00:00", ""),
  });

  it("comes back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 3, maxLength: 20 }),
        dialect,
        async (rows, { delimiter, eol, blank, zone }) => {
          const quote = (value: string): string => `"${value.replaceAll('"', '""')}"`;
          const iso = (time: number): string => new Date(time * 1000).toISOString().slice(0, 19);
          const lines = [
            ["case", "activity", "timestamp", "note"],
            ...rows.map((item) => [
              `c${item.case}`,
              quote(item.activity),
              `${iso(item.time).replace("T", blank)}${zone}`,
              quote(item.note),
            ]),
          ];
          const path = await fileOf(lines.map((fields) => fields.join(delimiter)).join(eol));
          const result = await accepted(path, { caseId: "case", activity: "activity", timestamp: "timestamp" });
          expect(await rowsOf(result.tablePath, "case_id, activity, timestamp::VARCHAR, note::VARCHAR")).toEqual(
            rows.map((item) => [`c${item.case}`, item.activity, iso(item.time).replace("T", " "), item.note]),
          );
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});
