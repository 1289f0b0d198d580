import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOSTILE_NAMES, importedName, pollutedKeys, UNPRINTABLE_NAMES, WORDS_FOR_NOTHING } from "@longhaul/testing";
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEnrichmentBench, type EnrichmentBench } from "./data-enrichment/enrichment.fixture.ts";
import { openAnalysisBench, type AnalysisBench } from "./process-mining-analysis/analysis.fixture.ts";
import { openReportBench, type ReportBench } from "./report-generation/report.fixture.ts";

const NAMES = [
  ...HOSTILE_NAMES,
  // Those that a CSV file in UTF-8 can hold.
  ...UNPRINTABLE_NAMES.filter((name) => name.isWellFormed() && !name.includes("\0") && name.trim() !== ""),
  "x".repeat(10_000),
];
const ROUNDS = 4;
const nameAt = (idx: number): string => NAMES[idx % NAMES.length] ?? "";
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Cases that are called after a name, pass through others, and are worked on by others: case, activity, time, … */
const ROWS: readonly (readonly string[])[] = Array.from({ length: ROUNDS * NAMES.length }, (_, idx) => {
  const caseId = idx < NAMES.length ? nameAt(idx) : String(idx);
  return ["Start", nameAt(idx), nameAt(idx + 1), ...(idx % 3 === 0 ? [nameAt(idx)] : []), "End"].map((activity, at) => {
    const time = new Date(Date.UTC(2024, 0, 1 + (idx % 90), at * 3 + (idx % 4))).toISOString();
    return [caseId, activity, time, nameAt(idx * 7 + at), nameAt(idx + 5), nameAt(idx + 9)];
  });
}).flat();
const HEADER = ["case_id", "activity", "timestamp", "resource", "__proto__", "constructor"];
const CSV = [HEADER, ...ROWS].map((row) => `${row.map(quoted).join(",")}\n`).join("");
const MAPPING = new Map([
  ["toString", "hasOwnProperty"],
  ["constructor", "__proto__"],
  ["valueOf", "then"],
]);

/** Fails unless the text is well-formed XML; gives its attributes and texts. */
function readXml(text: string): string[] {
  const found: string[] = [];
  const parser = new SaxesParser();
  parser.on("error", (err) => {
    throw err;
  });
  parser.on("opentag", ({ attributes }) => found.push(...Object.values(attributes)));
  parser.on("text", (content) => found.push(content));
  parser.write(text).close();
  return found;
}

describe("a log of hostile names", () => {
  let folder: string;
  let analysis: AnalysisBench;
  let enrichment: EnrichmentBench;
  let reports: ReportBench;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hostile-names-"));
    await writeFile(join(folder, "names.csv"), CSV);
    analysis = await openAnalysisBench("constructor", join(folder, "names.csv"));
    enrichment = await openEnrichmentBench();
    await enrichment.import("__proto__", { text: CSV, fileName: "names.csv" });
    reports = await openReportBench("toString", CSV);
  });
  afterAll(async () => {
    await Promise.all([analysis.close(), enrichment.close(), reports.close(), rm(folder, { recursive: true })]);
  });

  it("is analysed, with well-formed files of every format, and leaves nothing on what all objects share", async () => {
    const exportFormats = ["PDF", "CSV", "JSON", "SVG"];
    const { artifacts } = await analysis.run({ outputOptions: { exportFormats } }, [
      "load",
      "discover",
      "learn",
      "report",
    ]);
    expect(pollutedKeys()).toEqual([]);
    const byEnding = Map.groupBy(artifacts, ([fileName]) => fileName.slice(fileName.lastIndexOf(".")));
    expect([...byEnding.keys()].toSorted()).toEqual([
      ".bpmn",
      ".csv",
      ".dot",
      ".html",
      ".json",
      ".pdf",
      ".pnml",
      ".svg",
      ".zip",
    ]);
    const ofKind = (ending: RegExp) =>
      [...artifacts].flatMap(([name, { content }]) => (ending.test(name) ? [content] : []));
    for (const xml of ofKind(/\.(svg|bpmn|pnml)$/)) expect(readXml(xml).length).toBeGreaterThan(0);
    for (const json of ofKind(/\.json$/)) expect(JSON.parse(json)).toBeTypeOf("object");
    // Its scripts are its own: one with the page's logic, one with the names, which can't end it.
    for (const html of ofKind(/\.html$/)) expect(html.split(/<\/?script\b/i)).toHaveLength(5);
    for (const pdf of ofKind(/\.pdf$/)) expect(pdf.slice(0, 5)).toBe("%PDF-");
    const model = readXml([...artifacts].find(([fileName]) => fileName.endsWith(".pnml"))?.[1].content ?? "");
    const kept = HOSTILE_NAMES.filter((name) => !WORDS_FOR_NOTHING.includes(name)).map(importedName);
    expect(kept.filter((name) => !model.includes(name))).toEqual([]);
  });

  it.each(["alpha_miner", "alpha_miner_enhanced", "heuristics_miner", "inductive_miner"])(
    "is discovered by %s",
    async (algorithm) => {
      const { outputs } = await analysis.run({ algorithm, analysisType: "discovery" }, ["load", "discover"]);
      expect(outputs.discover?.results).toBeTypeOf("object");
      expect(pollutedKeys()).toEqual([]);
    },
  );

  const enriched = (outputFormat: string) =>
    enrichment.run("__proto__", {
      cleaningRules: [
        { rule: "map_activities", mapping: Object.fromEntries(MAPPING) },
        { rule: "map_resources", mapping: Object.fromEntries(MAPPING) },
        { rule: "fill_missing_resources", value: "__proto__" },
        "trim_whitespace",
        "validate_activities",
      ],
      derivedColumns: ["case_duration", "hour", "shift", "case_variant", "event_index"],
      shifts: [
        { name: "__proto__", fromHour: 6 },
        { name: "constructor", fromHour: 14 },
      ],
      outputName: "__proto__",
      outputFormat,
    });

  it.each(["csv", "parquet", "xes", "jsonl"])("is cleaned, enriched and written as %s", async (outputFormat) => {
    const { artifacts, dataset } = await enriched(outputFormat);
    expect(dataset.name).toBe("__proto__");
    expect([...artifacts.keys()]).toContain(`dataset.${outputFormat}`);
    expect(pollutedKeys()).toEqual([]);
  });

  it("has those activities renamed that a mapping names, and no others", async () => {
    const { artifacts } = await enriched("jsonl");
    const lines = (artifacts.get("dataset.jsonl") ?? "").trim().split("\n");
    const activities = lines.map((line) => (JSON.parse(line) as { activity: string }).activity);
    const known = new Set([...MAPPING.keys(), ...MAPPING.values()]);
    const counted = (all: readonly string[]) => all.filter((name) => known.has(name)).toSorted();
    const renamed = ROWS.map(([, activity = ""]) => MAPPING.get(activity) ?? activity);
    expect(counted(activities)).toEqual(counted(renamed));
    expect(readXml((await enriched("xes")).artifacts.get("dataset.xes") ?? "")).toContain("__proto__");
  });

  it.each(["executive_summary", "detailed", "comparison"])("is reported as %s in every format", async (reportType) => {
    const exportFormats = ["PDF", "PowerPoint", "Excel", "HTML", "CSV", "JSON"];
    const parameters = { reportType, exportFormats, title: "__proto__" };
    const made = await reports.report(parameters, reportType === "comparison" ? 2 : 1);
    expect(made.size).toBe(exportFormats.length);
    expect(JSON.parse(made.get("report.json")?.bytes.toString() ?? "")).toBeTypeOf("object");
    expect(made.get("report.html")?.bytes.toString()).not.toMatch(/<script>alert/);
    expect(pollutedKeys()).toEqual([]);
  });
});
