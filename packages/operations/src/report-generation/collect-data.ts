import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ReportSource } from "../analysis-report/report-source.ts";
import { PhaseError, type PhaseContext, type PhaseOutput } from "../phase-context.ts";
import { DISCOVERY_FILE, type Discovery } from "../process-mining-analysis/discovery.ts";
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
  for (const operation of analyses) {
    const path = await ctx.openDependencyFile(operation.operationId, DISCOVERY_FILE);
    sources.push({ operation, discovery: JSON.parse(await readFile(path, "utf8")) as Discovery });
    ctx.progress(sources.length / analyses.length);
  }
  const path = join(ctx.scratchDir, SOURCES_FILE);
  await writeFile(path, JSON.stringify(sources));
  await ctx.keepFile(SOURCES_FILE, path);
  return { results: { analyses: sources.length, operationIds: analyses.map((one) => one.operationId) } };
}
