import { importEventLog } from "@longhaul/event-log/event-tables";
import { recordLog } from "../record-log.fixture.ts";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ArtifactMeta, EarlierPhase, PhaseContext, PhaseDataset, PhaseOutput } from "../basics/phase-context.ts";
import { discoverProcess } from "./discover-process.ts";
import { generateReport } from "./generate-report.ts";
import { learnFromLog } from "./learn-from-log.ts";
import { loadAndValidate } from "./load-and-validate.ts";
import { analysisParametersSchema, type AnalysisParameters } from "../analysis-parameters/parameters.ts";

const PHASES = {
  load: { name: "Data Loading & Validation", run: loadAndValidate },
  discover: { name: "Process Discovery", run: discoverProcess },
  learn: { name: "Machine Learning Analysis", run: learnFromLog },
  report: { name: "Report Generation", run: generateReport },
} as const;
type Phase = keyof typeof PHASES;

/** Outputs, artifacts and log lines of the phases that ran. */
export interface AnalysisRun {
  readonly outputs: Partial<Record<Phase, PhaseOutput>>;
  readonly artifacts: ReadonlyMap<string, { readonly meta: ArtifactMeta; readonly content: string }>;
  /** Log lines of the phases, each as `level message`. */
  readonly logged: readonly string[];
}

/** An imported log on which analyses are run, phase by phase, without a worker. */
export interface AnalysisBench {
  /** Runs the named phases, in order, with these parameters; files and artifacts stay in a folder and in memory. */
  run(parameters: Record<string, unknown>, phases: readonly Phase[]): Promise<AnalysisRun>;
  close(): Promise<void>;
}

/** Imports a fixture of packages/event-log, or the file at `path`. */
export async function openAnalysisBench(fileName: string, path?: string): Promise<AnalysisBench> {
  const folder = await mkdtemp(join(tmpdir(), "analysis-"));
  const tablePath = join(folder, "events.parquet");
  const imported = await importEventLog({
    sourcePath: path ?? fileURLToPath(new URL(`../../../event-log/fixtures/${fileName}`, import.meta.url)),
    fileName,
    tablePath,
    scratchDir: folder,
    threads: 1,
    memoryLimitMB: 256,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  if (!imported.ok) throw new Error(imported.message);
  const { events, cases, activities, errorRecords, quality } = imported;
  const counts = { events, cases, activities, errorRecords };
  const details = { quality: { ...quality }, detected: { ...imported.detected } };
  const dataset = { id: "d", name: fileName, ...counts, ...details, tablePath };
  return {
    run: (parameters, phases) => runPhases(folder, dataset, parameters, phases),
    close: () => rm(folder, { recursive: true }),
  };
}

async function runPhases(
  folder: string,
  dataset: PhaseDataset,
  parameters: Record<string, unknown>,
  phases: readonly Phase[],
): Promise<AnalysisRun> {
  const kept = new Map<string, string>();
  const artifacts = new Map<string, { meta: ArtifactMeta; content: string }>();
  const earlier: EarlierPhase[] = [];
  const { value, error } = analysisParametersSchema.validate(parameters);
  if (error !== undefined) throw error;
  const scratchDir = await mkdtemp(join(folder, "run-"));
  const refuse = (what: string) => () => Promise.reject(new Error(`an analysis needs no ${what}`));
  const { log, logged } = recordLog();
  const ctx: PhaseContext<AnalysisParameters> = {
    operationId: "o",
    operationName: "R&D <check>",
    parameters: value as AnalysisParameters,
    resources: { cpuUnits: 1, memoryGb: 1 },
    signal: new AbortController().signal,
    dataset,
    earlier,
    dependencies: [],
    scratchDir,
    progress: () => undefined,
    log,
    hasFile: (name) => kept.has(name),
    openFile: (name) => Promise.resolve(kept.get(name) ?? ""),
    openDependencyFile: refuse("dependency"),
    openDataset: refuse("further dataset"),
    openDatasetFile: refuse("file"),
    giveDataset: refuse("new dataset"),
    keepFile: (name, path) => {
      kept.set(name, path);
      return Promise.resolve();
    },
    artifact: async (meta, source) => {
      const content = typeof source === "object" && "path" in source ? await readFile(source.path, "utf8") : source;
      artifacts.set(meta.fileName, { meta, content: content.toString() });
    },
  };
  const outputs: Partial<Record<Phase, PhaseOutput>> = {};
  for (const phase of phases) {
    const output = await PHASES[phase].run(ctx);
    outputs[phase] = output;
    earlier.push({ name: PHASES[phase].name, output });
  }
  return { outputs, artifacts, logged };
}
