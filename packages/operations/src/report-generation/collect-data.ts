import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ReportSource } from "../analysis-report/report-source.ts";
import { filtersOf } from "../filters/filters-of.ts";
import { PhaseError, type DependencyResult, type PhaseContext, type PhaseOutput } from "../basics/phase-context.ts";
import { DISCOVERY_FILE, type Discovery } from "../findings/discovery.ts";
import { analyseAgain } from "./analyse-again.ts";
import type { ReportParameters } from "./parameters.ts";

export const SOURCES_FILE = "report-sources.json";

/** Reads the analyses that the report is about. */
export async function collectData(ctx: PhaseContext<ReportParameters>): Promise<PhaseOutput> {
  const analyses = ctx.dependencies.filter(({ files }) => files[DISCOVERY_FILE] !== undefined);
  if (analyses.length === 0) {
    throw new PhaseError(
      "no_report_sources",
      "no analysis to report on: name completed ProcessMiningAnalysis operations in sourceOperationIds, or depend on one in a batch",
    );
  }
  if (ctx.parameters.reportType === "comparison" && analyses.length !== 2) {
    throw new PhaseError(
      "comparison_needs_two_analyses",
      `a comparison needs exactly two analyses, and there ${analyses.length === 1 ? "is 1" : `are ${analyses.length}`}: name two in sourceOperationIds`,
    );
  }
  const sources: ReportSource[] = [];
  for (const analysis of analyses) {
    const collected = sources.length;
    const progress: PhaseContext["progress"] = (fraction, report) =>
      ctx.progress((collected + fraction) / analyses.length, report);
    sources.push(
      filtersOf(ctx.parameters) === null
        ? await readAnalysis(ctx, analysis)
        : await readAgain({ ...ctx, scratchDir: ctx.scratchDir, progress }, analysis),
    );
    progress(1);
  }
  ctx.log.info("the analyses were read", { operationIds: analyses.map((one) => one.operationId) });
  const path = join(ctx.scratchDir, SOURCES_FILE);
  await writeFile(path, JSON.stringify(sources));
  await ctx.keepFile(SOURCES_FILE, path);
  return { results: { analyses: sources.length, operationIds: analyses.map((one) => one.operationId) } };
}

async function readAnalysis(ctx: PhaseContext<ReportParameters>, operation: DependencyResult): Promise<ReportSource> {
  const path = await ctx.openDependencyFile(operation.operationId, DISCOVERY_FILE);
  return { operation, discovery: JSON.parse(await readFile(path, "utf8")) as Discovery };
}

async function readAgain(ctx: PhaseContext<ReportParameters>, analysis: DependencyResult): Promise<ReportSource> {
  // Each in a folder of its own: their files have the same names.
  const scratchDir = await mkdtemp(join(ctx.scratchDir, "again-"));
  const { parameters } = ctx;
  const { operation, files } = await analyseAgain({ ...ctx, scratchDir, parameters: {} }, analysis, parameters);
  return { operation, discovery: JSON.parse(await readFile(files.get(DISCOVERY_FILE) ?? "", "utf8")) as Discovery };
}
