import type { Report, Section } from "@longhaul/rendering";
import { adviceSection } from "./advice-section.ts";
import { qualitySection, qualityText } from "./data-quality-section.ts";
import { durationBlocks, timelineBlock, variantsSection } from "./case-sections.ts";
import { complianceSection } from "./compliance-section.ts";
import { comparedNames, comparisonSections } from "./comparison-sections.ts";
import { figuresSection } from "./figures-section.ts";
import { insightsSection } from "./insights-section.ts";
import { keyFigures } from "./key-figures.ts";
import { learningSection } from "./learning-section.ts";
import { lineageSection } from "./lineage-section.ts";
import { activitiesSection, bottlenecksSection } from "./performance-sections.ts";
import { namedByAdvice, processMapBlock } from "./process-map-block.ts";
import type { ReportSource } from "./report-source.ts";
import { summaryText } from "./summary-text.ts";

/** What is to be composed. */
export interface ReportPlan {
  readonly reportType: "executive_summary" | "detailed" | "comparison";
  readonly includeVisualizations: boolean;
  readonly title: string;
  readonly createdAt: Date;
}

const KINDS = {
  executive_summary: "Executive summary",
  detailed: "Detailed report",
  comparison: "Comparison",
} as const;

/** Arranges analyses as a report; sections without data are left out. A comparison is of the first two. */
export async function composeReport(sources: readonly ReportSource[], plan: ReportPlan): Promise<Report> {
  const { reportType } = plan;
  const [first, second] = sources;
  const isComparison = reportType === "comparison" && first !== undefined && second !== undefined;
  const sections: Section[] = [];
  if (isComparison) {
    const [nameA, nameB] = comparedNames(first, second);
    sections.push({
      heading: "In short",
      blocks: [
        { kind: "text", text: `${nameA}. ${summaryText(first)} ${qualityText(first)}`.trim() },
        { kind: "text", text: `${nameB}. ${summaryText(second)} ${qualityText(second)}`.trim() },
      ],
    });
    sections.push(...comparisonSections(first, second, plan.includeVisualizations));
    if (plan.includeVisualizations) {
      const maps = await Promise.all(
        [first, second].map((one, idx) => processMapBlock(one.discovery, [nameA, nameB][idx] ?? "", 14)),
      );
      sections.push({ heading: "Process maps", blocks: maps });
    }
  }
  for (const source of sources) {
    const own = isComparison ? adviceSection(source, 5) : await analysisSections(source, plan);
    const name = sources.length > 1 ? `${source.operation.operationName}: ` : "";
    sections.push(...own.map(({ heading, blocks }) => ({ heading: `${name}${heading}`, blocks })));
  }
  sections.push(...qualitySection(sources, plan.reportType !== "detailed"));
  sections.push(...figuresSection(sources, plan.reportType !== "detailed"));
  sections.push(lineageSection(sources, plan.reportType !== "detailed"));
  return {
    language: "en",
    title: plan.title,
    kind: KINDS[reportType],
    subtitle: [...new Set(sources.map(({ operation }) => operation.datasetName ?? operation.operationName))].join(
      " · ",
    ),
    createdAt: plan.createdAt.toISOString(),
    figures:
      first === undefined || sources.length > 1
        ? []
        : keyFigures(first.discovery).map(({ label, value, write }) => ({ label, value: write(value).text })),
    isShort: reportType === "executive_summary",
    sections,
  };
}

async function analysisSections(source: ReportSource, plan: ReportPlan): Promise<Section[]> {
  const { discovery, operation } = source;
  const withCharts = plan.includeVisualizations;
  const isDetailed = plan.reportType === "detailed";
  const named = namedByAdvice(operation.phases.flatMap(({ output }) => output.recommendations ?? []));
  const map = withCharts
    ? [await processMapBlock(discovery, operation.operationName, isDetailed ? 20 : 12, !isDetailed, named)]
    : [];
  const duration = durationBlocks(discovery, withCharts, isDetailed);
  const texts = [summaryText(source), qualityText(source)].filter((text) => text !== "");
  const short: Section = { heading: "In short", blocks: texts.map((text) => ({ kind: "text", text })) };
  if (!isDetailed) {
    const variants = variantsSection(discovery, withCharts, 3, false).flatMap(({ blocks }) => blocks);
    const ways = [...variants, ...duration];
    return [
      short,
      ...adviceSection(source, 3),
      ...complianceSection(source, 5),
      ...bottlenecksSection(discovery, withCharts, 5, false),
      ...(ways.length === 0
        ? []
        : [{ heading: duration.length === 0 ? "Variants" : "Variants and durations", blocks: ways }]),
      ...(map.length === 0 ? [] : [{ heading: "Process map", blocks: map }]),
    ];
  }
  const timeline = withCharts && discovery.charts !== undefined ? [timelineBlock(discovery.charts.timeline)] : [];
  return [
    short,
    ...insightsSection(source),
    ...adviceSection(source, 50),
    ...complianceSection(source, 50),
    ...(map.length === 0 ? [] : [{ heading: "Process map", blocks: map }]),
    ...(duration.length + timeline.length === 0
      ? []
      : [{ heading: "Case durations", blocks: [...duration, ...timeline] }]),
    ...bottlenecksSection(discovery, withCharts, 25, true),
    ...variantsSection(discovery, withCharts, 25, true),
    activitiesSection(discovery, 200),
    ...learningSection(source),
  ];
}
