import { renderInteractiveMap, renderProcessMap } from "@longhaul/process-mining";
import { chartSvg, type Block, type Report } from "@longhaul/rendering";
import { durationBlocks, timelineBlock, variantsSection } from "../analysis-report/case-sections.ts";
import { composeReport } from "../analysis-report/compose-report.ts";
import { bottlenecksSection } from "../analysis-report/performance-sections.ts";
import { mapInput } from "../analysis-report/process-map-block.ts";
import { brandOf } from "../branding/branding.ts";
import { languageOf } from "../basics/language-parameter.ts";
import { textsIn } from "../texts/texts.ts";
import type { PhaseContext } from "../basics/phase-context.ts";
import type { Discovery } from "../findings/discovery.ts";
import { withShortNames } from "../findings/short-names.ts";
import type { AnalysisParameters } from "../analysis-parameters/parameters.ts";

/** The analysis itself as a detailed report. */
export async function composeAnalysis(ctx: PhaseContext<AnalysisParameters>, discovery: Discovery): Promise<Report> {
  const { operationId, operationName, dataset } = ctx;
  const operation = {
    operationId,
    operationName,
    parameters: { ...ctx.parameters },
    datasetId: dataset?.id ?? null,
    datasetName: dataset?.name ?? null,
    startedAt: null,
    endedAt: null,
    phases: ctx.earlier,
  };
  const report = await composeReport([{ operation, discovery }], {
    reportType: "detailed",
    language: languageOf(ctx.parameters),
    includeVisualizations: ctx.parameters.outputOptions.createVisualizations,
    title: operationName,
    createdAt: new Date(),
  });
  const brand = brandOf(ctx);
  return brand === undefined ? report : { ...report, brand };
}

/** Stores the charts of reports as SVG files; those without data are left out. */
export async function drawCharts(ctx: PhaseContext<AnalysisParameters>, discovery: Discovery): Promise<void> {
  const language = languageOf(ctx.parameters);
  const texts = textsIn(language);
  const charts: readonly (readonly [name: string, fileName: string, blocks: readonly Block[]])[] = [
    ["Case Durations", "case-durations.svg", durationBlocks(discovery, texts, true, false)],
    [
      "Case Timeline",
      "case-timeline.svg",
      discovery.charts === undefined ? [] : [timelineBlock(discovery.charts.timeline, texts)],
    ],
    ["Variants", "variants.svg", variantsSection(discovery, texts, true, 10, false).flatMap(({ blocks }) => blocks)],
    [
      "Bottlenecks",
      "bottlenecks.svg",
      bottlenecksSection(discovery, texts, true, 10, false).flatMap(({ blocks }) => blocks),
    ],
  ];
  for (const [name, fileName, blocks] of charts) {
    for (const block of blocks) {
      if (block.kind !== "chart") continue;
      const meta = { name, fileName, type: "Visualization", format: "SVG", mediaType: "image/svg+xml" };
      await ctx.artifact({ ...meta, description: block.caption }, chartSvg(block.chart, block.caption, language));
      ctx.signal.throwIfAborted();
    }
  }
}

/** Stores the process map: as an SVG file, and as a page on which it can be explored. */
export async function drawMaps(ctx: PhaseContext<AnalysisParameters>, discovery: Discovery): Promise<void> {
  const language = languageOf(ctx.parameters);
  const input = withShortNames({
    ...mapInput(
      discovery,
      ctx.earlier.flatMap(({ output }) => output.recommendations ?? []),
    ),
    language,
    title: ctx.dataset === null ? ctx.operationName : `${ctx.operationName} · ${ctx.dataset.name}`,
  });
  const map = await renderProcessMap(input);
  await ctx.artifact(
    {
      name: "Process Model Visualization",
      fileName: "process-map.svg",
      type: "Visualization",
      format: "SVG",
      mediaType: "image/svg+xml",
      description: `Process map with frequencies${discovery.caseDurations === undefined ? "" : " and times"}: ${map.activitiesShown} of ${discovery.graph.nodes.length} activities, ${map.transitionsShown} of ${discovery.graph.edges.length} transitions`,
    },
    map.svg,
  );
  ctx.signal.throwIfAborted();
  await ctx.artifact(
    {
      name: "Interactive Process Map",
      fileName: "process-map.html",
      type: "Visualization",
      format: "HTML",
      mediaType: "text/html; charset=utf-8",
      description:
        "Process map to explore in a browser: zoom, more or fewer activities and paths, frequency or time, search",
    },
    renderInteractiveMap(input),
  );
  ctx.signal.throwIfAborted();
}
