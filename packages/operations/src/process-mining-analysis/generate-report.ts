import { readFile } from "node:fs/promises";
import { renderPdf } from "@longhaul/rendering";
import type { PhaseContext, PhaseOutput } from "../basics/phase-context.ts";
import { composeAnalysis, drawCharts, drawMaps } from "./analysis-pictures.ts";
import { ANOMALIES_FILE } from "./anomalies-csv.ts";
import { DISCOVERY_FILE, type Discovery } from "../findings/discovery.ts";
import { LEARNED_FILE } from "./learned-detail.ts";
import { drawModel, exportModel, modelReport, readProcessModel } from "./model-artifacts.ts";
import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";
import { activitiesCsv, rootCausesCsv, transitionsCsv, variantsCsv } from "./report-tables.ts";

const variantsDescription = ({ variants = [], variantCount }: Discovery): string =>
  variants.length === variantCount
    ? `All ${variantCount} variants with shares and durations`
    : `The ${variants.length} most frequent of ${variantCount} variants with shares and durations`;

/** Writes what was found as files: the whole as JSON, tables as CSV, the process map as SVG and as a page, the model as PNML, BPMN and SVG. */
export async function generateReport(ctx: PhaseContext<AnalysisParameters>): Promise<PhaseOutput> {
  const { outputOptions } = ctx.parameters;
  const formats = new Set(outputOptions.exportFormats);
  const discovery = JSON.parse(await readFile(await ctx.openFile(DISCOVERY_FILE), "utf8")) as Discovery;
  const model = await readProcessModel(ctx);
  const made: string[] = [];
  let reports = 0;

  if (outputOptions.createVisualizations) {
    ctx.progress(0.1, { currentActivity: "Drawing the process map" });
    await drawMaps(ctx, discovery);
    if (model !== null) await drawModel(ctx, model);
    if (formats.has("SVG")) await drawCharts(ctx, discovery);
    made.push("SVG");
  }
  if (outputOptions.generateReports && model !== null) {
    ctx.progress(0.4, { currentActivity: "Exporting the process model" });
    await exportModel(ctx, model);
  }
  if (outputOptions.generateReports && formats.has("JSON")) {
    ctx.progress(0.6, { currentActivity: "Writing the report" });
    const learned = ctx.hasFile(LEARNED_FILE)
      ? (JSON.parse(await readFile(await ctx.openFile(LEARNED_FILE), "utf8")) as Record<string, unknown>)
      : {};
    const report = {
      operationId: ctx.operationId,
      operationName: ctx.operationName,
      dataset: ctx.dataset === null ? undefined : { id: ctx.dataset.id, name: ctx.dataset.name },
      parameters: ctx.parameters,
      phases: ctx.earlier.map((phase) => ({ phaseName: phase.name, results: phase.output.results })),
      recommendations: ctx.earlier.flatMap((phase) => phase.output.recommendations ?? []),
      ...(model === null ? {} : { processModel: modelReport(model) }),
      discovery,
      ...learned,
    };
    await ctx.artifact(
      {
        name: "Process Mining Analysis Report",
        fileName: "analysis-report.json",
        type: "Report",
        format: "JSON",
        mediaType: "application/json",
        description: "All results with every activity, transition and variant",
      },
      JSON.stringify(report, null, 2),
    );
    made.push("JSON");
    reports++;
  }
  if (outputOptions.generateReports && formats.has("PDF")) {
    ctx.progress(0.7, { currentActivity: "Writing the PDF" });
    await ctx.artifact(
      {
        name: "Process Mining Analysis Report (PDF)",
        fileName: "analysis-report.pdf",
        type: "Report",
        format: "PDF",
        mediaType: "application/pdf",
        description: "Findings, recommendations, charts and tables for people",
      },
      await renderPdf(await composeAnalysis(ctx, discovery)),
    );
    made.push("PDF");
    reports++;
  }
  if (outputOptions.generateReports && formats.has("CSV")) {
    ctx.progress(0.8, { currentActivity: "Writing tables" });
    const causes = rootCausesCsv(ctx.earlier);
    const tables = [
      [
        "Activities",
        "activities.csv",
        activitiesCsv(discovery),
        "Every activity with frequencies, service and waiting times",
      ],
      [
        "Transitions",
        "transitions.csv",
        transitionsCsv(discovery),
        "Every directly-follows transition with counts and times",
      ],
      ...(discovery.variants === undefined
        ? []
        : [["Variants", "variants.csv", variantsCsv(discovery), variantsDescription(discovery)] as const]),
      ...(causes === null
        ? []
        : [
            [
              "Root Causes",
              "root-causes.csv",
              causes,
              "What goes with long cases, rework, deviations and outcomes, and by how much",
            ] as const,
          ]),
    ] as const;
    for (const [name, fileName, text, description] of tables) {
      await ctx.artifact(
        { name, fileName, type: "Dataset", format: "CSV", mediaType: "text/csv; charset=utf-8", description },
        text,
      );
      reports++;
    }
    if (ctx.hasFile(ANOMALIES_FILE)) {
      await ctx.artifact(
        {
          name: "Anomaly Detection Results",
          fileName: ANOMALIES_FILE,
          type: "Dataset",
          format: "CSV",
          mediaType: "text/csv; charset=utf-8",
          description: "Every anomalous case with its score, severity and explanation",
        },
        { path: await ctx.openFile(ANOMALIES_FILE) },
      );
      reports++;
    }
    made.push("CSV");
  }
  return {
    recordsProcessed: discovery.events,
    results: { reportsCreated: reports, formats: made },
    summary: { reportsCreated: reports },
  };
}
