import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Report } from "@longhaul/rendering";
import { composeReport } from "../analysis-report/compose-report.ts";
import { languageOf } from "../basics/language-parameter.ts";
import { brandOf } from "../branding/branding.ts";
import type { ReportSource } from "../analysis-report/report-source.ts";
import type { PhaseContext, PhaseOutput } from "../basics/phase-context.ts";
import { SOURCES_FILE } from "./collect-data.ts";
import type { ReportParameters } from "./parameters.ts";

export const REPORT_FILE = "report.json";

/** Arranges what was collected as a report. */
export async function compose(ctx: PhaseContext<ReportParameters>): Promise<PhaseOutput> {
  const sources = JSON.parse(await readFile(await ctx.openFile(SOURCES_FILE), "utf8")) as ReportSource[];
  const { reportType, includeVisualizations, title } = ctx.parameters;
  const composed = await composeReport(sources, {
    reportType,
    includeVisualizations,
    language: languageOf(ctx.parameters),
    title: title ?? ctx.operationName,
    createdAt: new Date(),
  });
  const brand = brandOf(ctx);
  const report: Report = brand === undefined ? composed : { ...composed, brand };
  const path = join(ctx.scratchDir, REPORT_FILE);
  await writeFile(path, JSON.stringify(report));
  await ctx.keepFile(REPORT_FILE, path);
  return { results: { sections: report.sections.map(({ heading }) => heading) } };
}
