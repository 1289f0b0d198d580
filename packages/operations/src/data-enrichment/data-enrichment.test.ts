import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dirtyReceipt } from "./dirty-receipt.fixture.ts";
import { openEnrichmentBench, type EnrichmentBench } from "./enrichment.fixture.ts";

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../../event-log/fixtures/${name}`, import.meta.url));

let bench: EnrichmentBench;
beforeAll(async () => {
  bench = await openEnrichmentBench();
  await bench.import("running", { path: fixture("running-example.xes") });
});
afterAll(() => bench.close());

describe("DataEnrichment", () => {
  it("reports exactly what was planted in receipt.csv, and brings back rows that the import left out for want of a time", async () => {
    const { text, planted, records } = dirtyReceipt(await readFile(fixture("receipt.csv"), "utf8"));
    const imported = await bench.import("dirty", { text, fileName: "dirty.csv" });
    const { outputs, artifacts, dataset } = await bench.run("dirty", {
      cleaningRules: ["remove_duplicates", "fix_timestamps", { rule: "validate_activities", apply: "safe" }],
    });
    expect(outputs["Data Loading & Validation"]?.results).toMatchObject({
      recordsLoaded: imported.events + planted.missing,
      validRecords: imported.events,
      validationErrors: [
        { type: "Missing Timestamp", count: planted.missing, foundBy: "import" },
        { type: "Duplicate Event", count: planted.copies, foundBy: "validation" },
        { type: "Start After Completion", count: planted.swapped, foundBy: "validation" },
      ],
    });
    const cleaning = outputs["Cleaning"]?.results;
    expect(cleaning?.["rules"]).toMatchObject([
      { rule: "validate_activities", found: planted.misspelt, changed: planted.misspelt, dropped: 0 },
      {
        rule: "fix_timestamps",
        found: planted.swapped + planted.missing,
        changed: planted.swapped + planted.missing,
        dropped: 0,
        foundByImport: planted.missing,
      },
      { rule: "remove_duplicates", found: planted.copies, changed: 0, dropped: planted.copies },
    ]);
    expect(cleaning?.["leftOutAtImport"]).toEqual([]);
    expect(dataset.events).toBe(records);
    expect(dataset.lineage).toMatchObject({
      cleaning: [
        {
          rule: "validate_activities",
          changed: planted.misspelt,
          merged: [{ from: "Confirmaton of receipt", to: "Confirmation of receipt", events: planted.misspelt }],
        },
        { rule: "fix_timestamps", changed: planted.swapped + planted.missing },
        { rule: "remove_duplicates", dropped: planted.copies },
      ],
    });
    // A swap changes two values, and the first line holds the columns' names.
    const lines = artifacts.get("cleaning-changes.csv")?.trim().split("\n") ?? [];
    expect(lines).toHaveLength(1 + planted.misspelt + 2 * planted.swapped + planted.missing + planted.copies);
    expect(outputs["Dataset Export"]?.summary).toMatchObject({ outputDatasetId: "new", recordsAfter: dataset.events });
  });

  it("leaves a clean log as it is, and tells of no change", async () => {
    const { outputs, dataset } = await bench.run("running", { cleaningRules: [] });
    expect(dataset).toMatchObject({ events: 42, cases: 6, activities: 8, name: "running (enriched)" });
    expect(dataset.lineage).toEqual({
      inputQuality: { score: 100, recordsLeftOut: 0, errors: [] },
      cleaningRules: [],
      derivedColumns: [],
    });
    expect(outputs["Cleaning"]?.results).toEqual({ rules: [], recordsDropped: 0 });
    expect(outputs["Enrichment"]?.results).toEqual({ columnsAdded: [] });
  });

  it.each(["processed_csv", "csv", "parquet", "xes"])(
    "writes %s that is imported again as the same log",
    async (outputFormat) => {
      const { dataset } = await bench.run("running", { outputFormat, derivedColumns: ["hour", "case_variant"] });
      const file = `dataset.${outputFormat === "processed_csv" ? "csv" : outputFormat}`;
      const again = await bench.import("again", { path: bench.artifactPath(file) });
      const { events, cases, activities, timeStart, timeEnd } = dataset;
      expect(again).toMatchObject({ events, cases, activities, timeStart, timeEnd, errorRecords: 0 });
      expect(again.columns.map(({ name }) => name)).toEqual(
        expect.arrayContaining(dataset.columns.map(({ name }) => name)),
      );
    },
  );

  it("joins another dataset and tells of both in the lineage", async () => {
    const other = "8e5c4b1e-6f0a-4c5e-9d57-0a8f5f1f2c11";
    await bench.import(other, {
      text: "case,activity,timestamp,region\n1,x,2020-01-01T00:00:00Z,north\n2,x,2020-01-01T00:00:00Z,south\n",
      fileName: "other.csv",
    });
    const joinWith = { datasetId: other, key: "case_id", columns: ["region"], prefix: "customer_" };
    const { outputs, dataset } = await bench.run("running", { joinWith });
    expect(outputs["Enrichment"]?.results).toMatchObject({
      columnsAdded: [{ name: "customer_region", type: "VARCHAR" }],
      join: { datasetId: other, matchedRows: 10, unmatchedRows: 32, repeatedKeys: 0 },
    });
    expect(dataset.columns.at(-1)).toMatchObject({ name: "customer_region", nulls: 32 });
    expect(dataset.lineage).toMatchObject({ joinedWith: other });
    await expect(bench.run("running", { joinWith: { ...joinWith, columns: ["planet"] } })).rejects.toMatchObject({
      code: "column_not_found",
      retryable: false,
      message: expect.stringMatching(/joinWith\/columns names the column "planet".*"region"/),
    });
    await expect(
      bench.run("running", { joinWith: { ...joinWith, datasetId: "8e5c4b1e-6f0a-4c5e-9d57-0a8f5f1f2c12" } }),
    ).rejects.toMatchObject({ code: "dataset_not_found" });
  });

  it("names what the import left out where no rule takes it up again", async () => {
    const rows = ["1,A,2024-01-01T10:00:00Z", "1,B,", "1,,2024-01-01T11:00:00Z", "1,C,2024-01-01T12:00:00Z"];
    await bench.import("gaps", { text: `case,activity,timestamp\n${rows.join("\n")}\n`, fileName: "gaps.csv" });
    const leftOut = async (...cleaningRules: string[]) => {
      const { outputs, dataset } = await bench.run("gaps", { cleaningRules });
      return { events: dataset.events, leftOut: outputs["Cleaning"]?.results["leftOutAtImport"] };
    };
    expect(await leftOut("remove_duplicates")).toMatchObject({
      events: 2,
      leftOut: [
        { type: "Missing Activity", count: 1 },
        { type: "Missing Timestamp", count: 1 },
      ],
    });
    expect(await leftOut("fix_timestamps")).toMatchObject({
      events: 3,
      leftOut: [{ type: "Missing Activity", count: 1 }],
    });
  });

  it("fails clearly when nothing is left", async () => {
    await expect(
      bench.run("running", { cleaningRules: [{ rule: "drop_incomplete_cases", endActivities: ["never"] }] }),
    ).rejects.toMatchObject({ code: "no_records_left", retryable: false });
  });
});
