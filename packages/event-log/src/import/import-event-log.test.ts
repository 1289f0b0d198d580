import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { accepted, fileOf, FIXTURES, refused, rowsOf, run, scratchDir } from "./test-imports.fixture.ts";

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
  // The reader behind the truth of the XES logs dropped the UTC offsets, so its times are local: the last two columns
  // are the offsets, in hours, of the first and the last event in the file. The Parquet file holds local times itself.
  it.each([
    ["receipt.xes.gz", "receipt", "xes.gz", 2, 1],
    ["receipt.csv", "receipt-csv", "csv", 0, 0],
    ["receipt.parquet", "receipt", "parquet", 0, 0],
    ["running-example.xes", "running-example", "xes", 1, 1],
    ["running-example.csv", "running-example-csv", "csv", 0, 0],
    ["roadtraffic100traces.xes", "roadtraffic100traces", "xes", 1, 2],
    ["repairExample.xes.gz", "repairExample", "xes.gz", 1, 1],
    ["teleclaims.xes.gz", "teleclaims", "xes.gz", 1, 1],
    ["Production.csv", "Production", "csv", 0, 0],
  ])("reads every event of %s", async (file, truthName, format, firstOffset, lastOffset) => {
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
    const [completeness] = result.quality.dimensions;
    expect([completeness?.dimension, Number(completeness?.score) > 95]).toEqual(["completeness", true]);
    const utc = (local: string, offsetHours: number): number => Date.parse(local) - offsetHours * 3_600_000;
    expect(Date.parse(result.timeStart ?? "")).toBe(utc(truth.first_timestamp, firstOffset));
    expect(Date.parse(result.timeEnd ?? "")).toBe(utc(truth.last_timestamp, lastOffset));
  });

  it("gives the same events from XES and CSV", async () => {
    const sorted = async (file: string): Promise<string[]> =>
      (await rowsOf((await accepted(join(FIXTURES, file))).tablePath)).map((row) => JSON.stringify(row)).toSorted();
    expect(await sorted("receipt.xes.gz")).toEqual(await sorted("receipt.csv"));
    const pairs = async (file: string): Promise<string[]> =>
      (await rowsOf((await accepted(join(FIXTURES, file))).tablePath, "case_id, activity"))
        .map((row) => JSON.stringify(row))
        .toSorted();
    expect(await pairs("receipt.parquet")).toEqual(await pairs("receipt.csv"));
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
    ["apromore_test7-record-invalid.csv", 2, 1, ["Wrong Column Count", "Invalid Start Timestamp"]],
    ["apromore_test8-all-invalid.csv", 1, 2, ["Missing Case", "Missing Activity", "Invalid Start Timestamp"]],
    ["apromore_test9-differentiate-dates.csv", 13, 0, []],
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

  it.each([
    ["apromore_test1-valid.parquet", 3, 0, []],
    ["apromore_test2-missing-columns.parquet", 2, 0, []],
    ["apromore_test3-invalid-end-timestamp.parquet", 3, 1, ["Invalid Timestamp"]],
    ["apromore_test4-invalid-start-timestamp.parquet", 4, 0, ["Invalid Start Timestamp"]],
    ["apromore_test5-empty-caseID.parquet", 2, 1, ["Missing Case"]],
    ["apromore_test6-different-delimiters.parquet", 3, 0, []],
    ["apromore_test9-differentiate-dates.parquet", 13, 0, []],
    ["apromore_test11-encoding.parquet", 5, 0, []],
    ["apromore_L1_complete_events_only_with_resources_missing_timestamps.xes", 22, 1, ["Missing Timestamp"]],
    // One of its events has a key twice.
    [
      "apromore_L1_start_complete_no_overlapping_missing_timestamp.xes",
      45,
      1,
      ["Malformed Record", "Missing Timestamp"],
    ],
    ["apromore_L1_start_complete_overlapping.xes", 49, 0, []],
  ])("counts and places the errors of %s", async (file, events, errorRecords, types) => {
    const result = await accepted(join(malformed, file));
    expect([result.events, result.errorRecords, result.errors.map((error) => error.type)]).toEqual([
      events,
      errorRecords,
      types,
    ]);
    for (const { examples } of result.errors) {
      for (const { row, element } of examples) expect(row ?? element).toBeDefined();
    }
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
  });

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
});
