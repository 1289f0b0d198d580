import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Discovery } from "./findings/discovery.ts";
import { openAnalysisBench, type AnalysisBench } from "./process-mining-analysis/analysis.fixture.ts";
import { cutList, withCuts } from "./basics/cut-list.ts";
import { dirtyReceipt } from "./data-enrichment/dirty-receipt.fixture.ts";
import { openEnrichmentBench, type EnrichmentBench } from "./data-enrichment/enrichment.fixture.ts";

/** Lists of results that are always told whole; every other one says in `lists` how much of it is told. */
const WHOLE = new Set([
  "validationErrors",
  "cleaning.rules",
  "dataQuality.dimensions",
  "dataQuality.dimensions[].doubts",
  "dataQuality.doubts",
  "performanceMetrics.bottleneckActivities",
  "performanceMetrics.arrivals.casesPerDayByHalf",
  "performanceMetrics.drift.steps",
  "variantAnalysis.mostFrequent[].activities",
  "insights",
  "patterns.examples.frequent[].activities",
  "patterns.examples.rare[].activities",
  "patterns.examples.critical[].activities",
  "predictions.attributes.used",
  "predictions.cycleTimePrediction.baselines",
  "predictions.cycleTimePrediction.accuracyByHalf",
  "predictions.pathPrediction.baselines",
  "predictions.pathPrediction.accuracyByHalf",
  "predictions.models",
  "rootCauses.causes[].conditions",
  "rootCauses.questions",
  "rootCauses.questions[].causes[].conditions",
  "formats",
  "rules",
  "rules[].proposals",
  "rules[].proposals[].alternatives",
  "leftOutAtImport",
  "columns",
  "columnsAdded",
  "doubts",
  "quality.dimensions",
  "quality.dimensions[].doubts",
  "quality.columns",
]);

/** Lists under `value` that neither tell how much of them there is nor are known to be whole. */
function untold(value: unknown, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((one) => untold(one, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [];
  const told = (value as { lists?: Record<string, unknown> }).lists ?? {};
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path === "" ? key : `${path}.${key}`;
    // Examples of a doubt stand beside the count of all.
    const isCounted = at === "doubts[].examples" && Object.hasOwn(value, "count");
    const isTold = !Array.isArray(inner) || Object.hasOwn(told, key) || WHOLE.has(at) || isCounted;
    return [...(isTold ? [] : [at]), ...untold(inner, at)];
  });
}

describe("the lists of results", () => {
  let analysis: AnalysisBench;
  let enrichment: EnrichmentBench;
  let folder: string;

  /** 300 cases that go 300 ways, of 40 activities and 60 resources, each after each. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cut-lists-"));
    const rows = Array.from({ length: 300 }, (_, owner) =>
      Array.from({ length: 8 }, (_unused, step) => {
        const activity = (owner * 7 + step * (1 + (owner % 37))) % 40;
        const time = new Date(Date.UTC(2024, 0, 1, owner, step * 5)).toISOString();
        return `c${owner},activity ${activity},${time},user ${(owner * 11 + step * (1 + (owner % 53))) % 60}`;
      }),
    );
    const path = join(folder, "wide.csv");
    await writeFile(path, `case,activity,timestamp,resource\n${rows.flat().join("\n")}\n`);
    analysis = await openAnalysisBench("wide.csv", path);
    enrichment = await openEnrichmentBench();
    const receipt = fileURLToPath(new URL("../../event-log/fixtures/receipt.csv", import.meta.url));
    const { text } = dirtyReceipt(await readFile(receipt, "utf8"));
    await enrichment.import("dirty", { text, fileName: "dirty.csv" });
  });
  afterAll(async () => {
    await analysis.close();
    await enrichment.close();
    await rm(folder, { recursive: true });
  });

  it("say how many there are, how many are told and in which order", async () => {
    const settings = { algorithmSettings: { performanceOptimization: "high_throughput" } };
    const json = { outputOptions: { exportFormats: ["JSON"], createVisualizations: false } };
    const predicted = await analysis.run({ ...settings, analysisType: "prediction" }, ["load", "discover", "learn"]);
    expect(Object.values(predicted.outputs).flatMap(({ results }) => untold(results))).toEqual([]);
    const run = await analysis.run({ ...settings, ...json, analysisType: "performance" }, [
      "load",
      "discover",
      "learn",
      "report",
    ]);
    expect(Object.values(run.outputs).flatMap(({ results }) => untold(results))).toEqual([]);
    expect(run.outputs.discover?.results).toMatchObject({
      variantAnalysis: { lists: { mostFrequent: { total: 300, shown: 10, orderedBy: "cases, most first" } } },
      performanceMetrics: {
        lists: { bottlenecks: { shown: 5, total: 40 } },
        resources: { lists: { busiest: { total: 60, shown: 5 }, mostFrequentHandovers: { shown: 5 } } },
      },
    });
    const report = JSON.parse(run.artifacts.get("analysis-report.json")?.content ?? "{}") as { discovery: Discovery };
    const { lists = {}, handover } = report.discovery;
    expect(lists["variants"]).toEqual({ total: 300, shown: 300, orderedBy: "cases, most first" });
    expect(lists["handover.pairs"]).toMatchObject({ shown: 1000, orderedBy: "count, most first" });
    expect(lists["handover.pairs"]?.total).toBeGreaterThan(1000);
    expect(handover?.pairs).toHaveLength(1000);
  });

  it("do so in a cleaning, whose examples are the first of all changes", async () => {
    const { outputs } = await enrichment.run("dirty", {
      cleaningRules: ["remove_duplicates", "fix_timestamps", { rule: "validate_activities", apply: "safe" }],
      derivedColumns: ["hour"],
    });
    expect(Object.values(outputs).flatMap(({ results }) => untold(results))).toEqual([]);
  });

  it("are cut by one helper", () => {
    const numbers = cutList([5, 4, 3], 2, "size, most first");
    expect(withCuts({ numbers, kept: cutList(["a"], 9, "name", 4) })).toEqual({
      numbers: [5, 4],
      kept: ["a"],
      lists: {
        numbers: { total: 3, shown: 2, orderedBy: "size, most first" },
        kept: { total: 4, shown: 1, orderedBy: "name" },
      },
    });
  });
});
