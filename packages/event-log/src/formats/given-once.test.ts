import { DuckDBInstance } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import { csvOf, isoOf, smallLog, tracesIn, tracesOf, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf, rowsOf, run } from "../import/test-imports.fixture.ts";
import { zipOf } from "./write-formats.fixture.ts";

const EVENTS = smallLog();
const csv = (events: readonly SmallEvent[]): string =>
  csvOf(events, { case: ({ caseId }) => caseId, activity: ({ activity }) => activity, time: ({ end }) => isoOf(end) });
const [whole, start, end] = [csv(EVENTS), csv(EVENTS.slice(0, 30)), csv(EVENTS.slice(30))];

describe("files of an archive that are there twice", () => {
  it.each([
    ["a file and its copy", { "events.csv": whole, "events (1).csv": whole }, { file: "events.csv" }, 1],
    ["copies in folders", { "a/1.csv": whole, "b/1.csv": whole, "c/1.csv": whole }, { file: "a/1.csv" }, 2],
    ["parts and a copy of one", { "1.csv": start, "2.csv": end, "2 copy.csv": end }, { files: ["1.csv", "2.csv"] }, 1],
  ])("are read once, which is told: %s", async (_what, files, read, count) => {
    const path = await fileOf(await zipOf(files));
    for (const plainFromBytes of [0, Infinity]) {
      const result = await run(path, {}, { plainFromBytes });
      if (!result.ok) throw new Error(result.message);
      expect(await tracesOf(result.tablePath)).toEqual(tracesIn(EVENTS));
      expect(result.detected).toMatchObject(read);
      expect(result.detected.doubts).toEqual([expect.objectContaining({ kind: "RepeatedFile", count, points: 0 })]);
    }
  });

  it("are no copies where they only have one size", async () => {
    const other = whole.replaceAll("C-1", "C-2");
    const { detected, events } = await accepted(await fileOf(await zipOf({ "1.csv": whole, "2.csv": other })));
    expect([other.length, events]).toEqual([whole.length, 2 * EVENTS.length]);
    expect(detected.doubts.map(({ kind }) => kind)).not.toContain("RepeatedFile");
  });
});

describe("numbers of Parquet that have a scale", () => {
  it("are ids without it where they are whole", async () => {
    const path = `${await fileOf("")}.parquet`;
    const values = EVENTS.map(
      ({ caseNumber, activity, end: time, at }) =>
        `(${4_500_000_000 + caseNumber}::DECIMAL(18,2), '${activity}', TIMESTAMP '${isoOf(time)}', ${at}.5::DECIMAL(10,2))`,
    );
    const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
    await connection.run(
      `COPY (SELECT * FROM (VALUES ${values.join(", ")}) AS t(order_id, activity, time, amount)) TO '${path}' (FORMAT parquet)`,
    );
    connection.closeSync();
    const { tablePath, detected } = await accepted(path);
    expect(detected.mapping).toMatchObject({ caseId: "order_id", activity: "activity", timestamp: "time" });
    expect(await rowsOf(tablePath, "DISTINCT case_id")).toHaveLength(12);
    expect(await rowsOf(tablePath, "min(case_id), max(case_id), sum(amount)::VARCHAR")).toEqual([
      ["4500000000", "4500000011", EVENTS.reduce((sum, { at }) => sum + at + 0.5, 0).toFixed(2)],
    ]);
  });
});
