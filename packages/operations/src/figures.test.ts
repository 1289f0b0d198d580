import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { writePnml } from "@longhaul/process-mining";
import { beforeAll, describe, expect, it } from "vitest";
import {
  findFigure,
  headlinesMarkdown,
  RESULT_FIGURES,
  SUMMARY_FIGURES,
  SUMMARY_WORDS,
  UNITS,
  type Figure,
  type FigureType,
} from "@longhaul/contracts";
import { dirtyReceipt } from "./data-enrichment/dirty-receipt.fixture.ts";
import { openEnrichmentBench } from "./data-enrichment/enrichment.fixture.ts";
import { numbersOf, type NumberAt } from "./basics/numbers-of.ts";
import type { PhaseOutput } from "./basics/phase-context.ts";
import { pathNet } from "./compliance/path-net.fixture.ts";
import { openAnalysisBench } from "./process-mining-analysis/analysis.fixture.ts";

const fixture = (name: string): string => fileURLToPath(new URL(`../../event-log/fixtures/${name}`, import.meta.url));

const COMPLIANCE = {
  referenceModel: { text: writePnml(pathNet(["register request", "check ticket", "decide"]), "path") },
  rules: [{ type: "response", activity: "register request", other: "decide", withinSec: 3600 }],
};
const SETTINGS = { algorithmSettings: { performanceOptimization: "high_throughput" } };
const PHASES = ["load", "discover", "learn"] as const;

/** What runs of each type told. */
const outputs: Record<Exclude<FigureType, "ReportGeneration">, PhaseOutput[]> = {
  ProcessMiningAnalysis: [],
  DataEnrichment: [],
};

/** Logs with and without start times, resources, a life cycle and enough cases to learn from; and one that needs cleaning. */
beforeAll(async () => {
  for (const [name, parameters] of [
    ["Production.csv", SETTINGS],
    ["receipt.csv", { ...SETTINGS, filters: { caseLength: { min: 2 } } }],
    ["repairExample.xes.gz", SETTINGS],
    ["running-example.xes", { ...SETTINGS, ...COMPLIANCE, workingCalendar: {}, lifecycle: "recorded" }],
  ] as const) {
    const bench = await openAnalysisBench(name);
    const run = await bench.run(parameters, PHASES);
    outputs.ProcessMiningAnalysis.push(...Object.values(run.outputs));
    await bench.close();
  }
  const bench = await openEnrichmentBench();
  const { text } = dirtyReceipt(await readFile(fixture("receipt.csv"), "utf8"));
  await bench.import("dirty", { text, fileName: "dirty.csv" });
  const run = await bench.run("dirty", {
    cleaningRules: ["remove_duplicates", "fix_timestamps", { rule: "validate_activities", apply: "safe" }],
    derivedColumns: ["hour"],
    filters: { variants: { minCases: 2 } },
  });
  outputs.DataEnrichment.push(...Object.values(run.outputs));
  await bench.close();
});

/** Numbers that have no definition, or lie outside the range of their unit. */
function faults(figures: readonly Figure[], numbers: readonly NumberAt[]): string[] {
  const found = numbers.flatMap(({ path, value }) => {
    const figure = findFigure(figures, path);
    if (figure === undefined) return [`${path} is not defined`];
    const [least, most] = UNITS[figure.unit].range;
    return value >= least && value <= most ? [] : [`${path} is ${value}, which is not ${UNITS[figure.unit].text}`];
  });
  return [...new Set(found)];
}

describe("the figures of results", () => {
  it.each(["ProcessMiningAnalysis", "DataEnrichment"] as const)("of %s are all defined, and in their range", (type) => {
    const results = outputs[type].flatMap((output) => numbersOf(output.results));
    expect(results.length).toBeGreaterThan(50);
    expect(faults(RESULT_FIGURES[type], results)).toEqual([]);
    const summaries = outputs[type].flatMap(({ summary = {} }) => numbersOf(summary));
    const figures = SUMMARY_FIGURES.filter(({ types }) => types.includes(type));
    expect(faults(figures, summaries)).toEqual([]);
    const keys = outputs[type].flatMap(({ summary = {} }) => Object.keys(summary));
    const told = [...figures, ...SUMMARY_WORDS.filter(({ types }) => types.includes(type))].map(({ path }) => path);
    expect(keys.filter((key) => !told.includes(key))).toEqual([]);
  });

  it("are there where they are defined, but for those that say when they are absent", () => {
    const paths = outputs.ProcessMiningAnalysis.flatMap((output) => numbersOf(output.results).map(({ path }) => path));
    const missing = RESULT_FIGURES.ProcessMiningAnalysis.filter(
      (figure) => figure.absent === undefined && !paths.some((path) => findFigure([figure], path) === figure),
    );
    expect(missing.map(({ path }) => path)).toEqual(["reportsCreated"]);
  });

  it("are defined once", () => {
    for (const figures of [...Object.values(RESULT_FIGURES), SUMMARY_FIGURES]) {
      const paths = figures.map(({ path }) => path);
      expect(paths).toEqual([...new Set(paths)]);
    }
  });

  it("stand in the README as they are defined", async () => {
    const readme = await readFile(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");
    for (const type of ["ProcessMiningAnalysis", "DataEnrichment"] as const) {
      const told = readme.split(`<!-- figures: ${type} -->`)[1]?.split("<!-- end of figures -->")[0]?.trim();
      expect(told).toBe(headlinesMarkdown(type));
    }
  });
});
