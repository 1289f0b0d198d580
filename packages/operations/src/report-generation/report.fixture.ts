import { recordLog } from "../record-log.fixture.ts";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ArtifactMeta, DependencyResult, EarlierPhase, PhaseContext } from "../basics/phase-context.ts";
import { openAnalysisBench } from "../process-mining-analysis/analysis.fixture.ts";
import { DISCOVERY_FILE, type Discovery } from "../findings/discovery.ts";
import { collectData } from "./collect-data.ts";
import { compose } from "./compose.ts";
import { reportParametersSchema, type ReportParameters } from "./parameters.ts";
import { render } from "./render.ts";

export interface ReportBench {
  /** Runs all phases of ReportGeneration on so many analyses of the log, and gives its artifacts by file name. */
  report(
    parameters: Record<string, unknown>,
    analyses?: 1 | 2,
  ): Promise<Map<string, { readonly meta: ArtifactMeta; readonly bytes: Buffer }>>;
  /** What the analyses found, all alike. */
  readonly phases: readonly EarlierPhase[];
  readonly results: readonly unknown[];
  readonly discovery: Discovery;
  close(): Promise<void>;
}

/** What is analysed, and by which phases; the last must be the report. */
interface AnalysisOfBench {
  readonly analysis?: Record<string, unknown>;
  readonly phases?: readonly ("load" | "discover" | "learn" | "report")[];
}

/** Analyses a log with this text of XES or CSV as a source of reports. */
export async function openReportBench(
  fileName: string,
  text: string,
  { analysis = {}, phases = ["load", "discover", "report"] }: AnalysisOfBench = {},
): Promise<ReportBench> {
  const folder = await mkdtemp(join(tmpdir(), "report-"));
  const logPath = join(folder, fileName);
  await writeFile(logPath, text);
  const bench = await openAnalysisBench(fileName, logPath);
  const { outputs, artifacts } = await bench.run(analysis, phases);
  await bench.close();
  const whole = JSON.parse(artifacts.get("analysis-report.json")?.content ?? "{}") as { discovery: Discovery };
  const earlier = Object.entries(outputs).map(([name, output]) => ({ name, output }));
  const discoveryPath = join(folder, DISCOVERY_FILE);
  await writeFile(discoveryPath, JSON.stringify(whole.discovery));
  const dependencies = Array.from({ length: 2 }, (_, idx): DependencyResult => ({
    operationId: `op-${idx}`,
    operationKey: null,
    operationType: "ProcessMiningAnalysis",
    operationName: `Analysis ${idx}`,
    parameters: { analysisType: "comprehensive", outputOptions: { exportFormats: ["PDF", "SVG"] } },
    datasetId: "d",
    datasetName: fileName,
    startedAt: "2026-01-01T00:00:00.000Z",
    endedAt: "2026-01-01T00:01:00.000Z",
    phases: earlier,
    files: { [DISCOVERY_FILE]: "key" },
  }));
  return {
    phases: earlier,
    results: earlier.map(({ output: { results, summary, recommendations } }) => ({
      results,
      summary,
      recommendations,
    })),
    discovery: whole.discovery,
    report: (parameters, analyses = 1) => runReport(folder, dependencies.slice(0, analyses), discoveryPath, parameters),
    close: () => rm(folder, { recursive: true }),
  };
}

async function runReport(
  folder: string,
  dependencies: readonly DependencyResult[],
  discoveryPath: string,
  parameters: Record<string, unknown>,
): Promise<Map<string, { readonly meta: ArtifactMeta; readonly bytes: Buffer }>> {
  const kept = new Map<string, string>();
  const made = new Map<string, { meta: ArtifactMeta; bytes: Buffer }>();
  const { value, error } = reportParametersSchema.validate(parameters);
  if (error !== undefined) throw error;
  const refuse = (what: string) => () => Promise.reject(new Error(`a report needs no ${what}`));
  const ctx: PhaseContext<ReportParameters> = {
    operationId: "o",
    operationName: "Monthly report",
    parameters: value as ReportParameters,
    resources: { cpuUnits: 1, memoryGb: 1 },
    signal: new AbortController().signal,
    dataset: null,
    earlier: [],
    dependencies,
    scratchDir: await mkdtemp(join(folder, "run-")),
    progress: () => undefined,
    log: recordLog().log,
    hasFile: (name) => kept.has(name),
    openFile: (name) => Promise.resolve(kept.get(name) ?? ""),
    openDependencyFile: () => Promise.resolve(discoveryPath),
    openDataset: refuse("dataset"),
    openDatasetFile: refuse("file"),
    giveDataset: refuse("new dataset"),
    keepFile: (name, path) => {
      kept.set(name, path);
      return Promise.resolve();
    },
    artifact: async (meta, source) => {
      const content = typeof source === "object" && "path" in source ? await readFile(source.path) : source;
      made.set(meta.fileName, { meta, bytes: Buffer.from(content) });
    },
  };
  await collectData(ctx);
  await compose(ctx);
  await render(ctx);
  return made;
}
