import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { importEventLog } from "@longhaul/process-mining";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ArtifactMeta, PhaseContext, PhaseDataset } from "../phase-context.ts";
import { discoverProcess } from "./discover-process.ts";
import { generateReport } from "./generate-report.ts";
import { analysisParametersSchema, type AnalysisParameters } from "./parameters.ts";

let folder: string;
let dataset: PhaseDataset;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "process-model-"));
  const tablePath = join(folder, "events.parquet");
  const imported = await importEventLog({
    sourcePath: fileURLToPath(new URL("../../../process-mining/fixtures/running-example.xes", import.meta.url)),
    fileName: "running-example.xes",
    tablePath,
    scratchDir: folder,
    threads: 1,
    memoryLimitMB: 256,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  if (!imported.ok) throw new Error(imported.message);
  dataset = {
    id: "d",
    name: "running-example.xes",
    events: imported.events,
    cases: imported.cases,
    activities: imported.activities,
    errorRecords: 0,
    quality: {},
    tablePath,
  };
});
afterAll(() => rm(folder, { recursive: true }));

/** A context that keeps files and artifacts in memory and a folder. */
function contextFor(parameters: Record<string, unknown>) {
  const kept = new Map<string, string>();
  const artifacts = new Map<string, { meta: ArtifactMeta; content: string }>();
  const valid = analysisParametersSchema.validate(parameters).value as AnalysisParameters;
  const ctx: PhaseContext<AnalysisParameters> = {
    operationId: "o",
    operationName: "R&D <check>",
    parameters: valid,
    resources: { cpuUnits: 1, memoryGb: 1 },
    signal: new AbortController().signal,
    dataset,
    earlier: [],
    dependencies: [],
    scratchDir: folder,
    progress: () => undefined,
    hasFile: (name) => kept.has(name),
    openFile: (name) => Promise.resolve(kept.get(name) ?? ""),
    openDependencyFile: () => Promise.reject(new Error("no dependencies")),
    openDataset: () => Promise.reject(new Error("no further datasets")),
    giveDataset: () => Promise.reject(new Error("makes no dataset")),
    keepFile: (name, path) => {
      kept.set(name, path);
      return Promise.resolve();
    },
    artifact: async (meta, source) => {
      const content = typeof source === "object" && "path" in source ? await readFile(source.path, "utf8") : source;
      artifacts.set(meta.fileName, { meta, content: content.toString() });
    },
  };
  return { ctx, artifacts };
}

describe("process model of ProcessMiningAnalysis", () => {
  it("is discovered as asked, told with its quality, and exported", async () => {
    const { ctx, artifacts } = contextFor({ algorithm: "alpha_miner" });
    const { results } = await discoverProcess(ctx);
    expect(results["processModel"]).toMatchObject({
      activities: 8,
      algorithm: "alpha_miner",
      places: 7,
      modelTransitions: 8,
      quality: { fitness: 1, fittingCases: 1, precision: 0.7531, measuredCases: 1 },
    });
    await generateReport(ctx);
    expect(artifacts.get("process-model.pnml")?.content).toContain("<text>R&amp;D &lt;check&gt;</text>");
    expect(artifacts.get("process-model.bpmn")?.content).toContain('<bpmn:task id="n');
    expect(artifacts.get("process-model.svg")?.content).toContain("<svg");
    expect(artifacts.get("analysis-report.json")?.content).toContain('"algorithm": "alpha_miner"');
  });

  it("is that of the infrequent inductive miner by default", async () => {
    const { ctx, artifacts } = contextFor({ outputOptions: { createVisualizations: false } });
    const { results } = await discoverProcess(ctx);
    expect(results["processModel"]).toMatchObject({ algorithm: "inductive_miner_infrequent", quality: { fitness: 1 } });
    await generateReport(ctx);
    expect([...artifacts.keys()]).toContain("process-model.bpmn");
    expect([...artifacts.keys()]).not.toContain("process-model.svg");
  });
});
