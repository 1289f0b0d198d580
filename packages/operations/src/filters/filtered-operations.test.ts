import { fileURLToPath } from "node:url";
import { readEventLog } from "@longhaul/event-log";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEnrichmentBench, type EnrichmentBench } from "../data-enrichment/enrichment.fixture.ts";
import { openAnalysisBench, type AnalysisBench } from "../process-mining-analysis/analysis.fixture.ts";

const path = fileURLToPath(new URL("../../../event-log/fixtures/receipt.csv", import.meta.url));
let analyses: AnalysisBench;
let enrichments: EnrichmentBench;

beforeAll(async () => {
  analyses = await openAnalysisBench("receipt.csv");
  enrichments = await openEnrichmentBench();
  await enrichments.import("receipt", { path });
});
afterAll(async () => {
  await analyses.close();
  await enrichments.close();
});

const RECEIPT = "Confirmation of receipt";
const DETERMINE = "T02 Check confirmation of receipt";

describe("filters", () => {
  it.each<[string, Record<string, unknown>]>([
    ["a time window", { timeWindow: { startDate: "2011-01-01", endDate: "2011-03-31" } }],
    [
      "the time window of the document",
      { filters: { timeWindow: { startDate: "2011-01-01", endDate: "2011-03-31" } } },
    ],
    ["an attribute", { filters: { attributes: [{ column: "resource", values: ["Resource01"] }] } }],
    ["a duration", { filters: { durations: { minSec: 86_400 } } }],
    ["a slow transition", { filters: { transitions: [{ from: RECEIPT, to: DETERMINE, minSec: 3600 }] } }],
    ["the most frequent variants", { filters: { variants: { mostFrequent: 3 } } }],
    ["activities, and events taken out", { filters: { activities: { allOf: [DETERMINE], dropEvents: [RECEIPT] } } }],
    ["two at once", { filters: { startActivities: [RECEIPT], caseLength: { min: 4, max: 8 } } }],
  ])("of %s leave an analysis and an enrichment the same cases and events", async (_, parameters) => {
    const { outputs } = await analyses.run(parameters, ["load"]);
    const { cases, filtered, recordsInTimeWindow } = outputs.load?.results ?? {};
    const run = await enrichments.run("receipt", { ...parameters, cleaningRules: [] });
    const { dataset } = run;
    expect([dataset.cases, dataset.events]).toEqual([cases, recordsInTimeWindow]);
    expect(run.outputs["Data Loading & Validation"]?.results["filtered"]).toEqual(filtered);
    expect(Object(filtered)).toMatchObject({ casesBefore: 1434, casesAfter: cases, eventsAfter: recordsInTimeWindow });
    expect(Object(filtered).casesAfter).toBeLessThan(1434);
    expect(dataset.lineage).toMatchObject({ filtered, filters: expect.anything() });
  });

  it("give a dataset that an analysis reads as it reads the whole with the same filters", async () => {
    const filters = { variants: { minCases: 5 }, durations: { minSec: 3600 } };
    const { dataset } = await enrichments.run("receipt", { filters, cleaningRules: [] });
    const log = await readEventLog({
      tablePath: dataset.tablePath,
      threads: 1,
      memoryLimitMB: 256,
      scratchDir: "/tmp",
    });
    const { outputs } = await analyses.run({ filters, analysisType: "discovery" }, ["discover"]);
    expect(Object(outputs.discover?.results["processModel"])["activities"]).toBe(log.activities.length);
    expect(log.caseCount).toBe(dataset.cases);
  });

  it("are applied before cleaning", async () => {
    const filters = { activities: { anyOf: [RECEIPT] } };
    const run = await enrichments.run("receipt", {
      filters,
      cleaningRules: [{ rule: "map_activities", mapping: { [RECEIPT]: "Receipt" } }],
    });
    expect(run.dataset.cases).toBe(Object(run.dataset.lineage["filtered"]).casesAfter);
    expect(run.dataset.lineage).toMatchObject({ cleaning: [{ rule: "map_activities" }] });
  });

  it.each<[Record<string, unknown>, string, string]>([
    [
      { caseLength: { min: 25 }, durations: { maxSec: 1 } },
      "filters_left_nothing",
      "the filter durations left no case of the",
    ],
    [
      { timeWindow: { startDate: "1999-01-01", endDate: "1999-12-31" } },
      "filters_left_nothing",
      "the filter timeWindow left no case of the 1434 of the dataset",
    ],
    [
      { activities: { anyOf: ["Nothing"] } },
      "unknown_name",
      'parameters/filters/activities/anyOf/0 names the activity "Nothing"',
    ],
    [{ attributes: [{ column: "nowhere", values: [1] }] }, "unknown_name", 'names the column "nowhere"'],
    [{ attributes: [{ column: "resource", values: ["nobody"] }] }, "filters_left_nothing", "attributes[0]"],
  ])("that leave nothing fail and say which did: %j", async (filters, code, message) => {
    const failure = { code, message: expect.stringContaining(message), retryable: false };
    await expect(analyses.run({ filters }, ["load"])).rejects.toMatchObject(failure);
    await expect(enrichments.run("receipt", { filters })).rejects.toMatchObject(failure);
  });
});
