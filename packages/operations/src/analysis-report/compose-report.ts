import type { Language } from "@longhaul/domain";
import type { Block, Report, Section } from "@longhaul/rendering";
import { withShortNames } from "../findings/short-names.ts";
import { textsIn, type Texts } from "../texts/texts.ts";
import { adviceSection } from "./advice-section.ts";
import { qualitySection } from "./data-quality-section.ts";
import { durationBlocks, timelineBlock, variantsSection } from "./case-sections.ts";
import { causesSection } from "./causes-section.ts";
import { complianceSection } from "./compliance-section.ts";
import { messageOf, readDurations } from "./chart-readings.ts";
import { comparedNames, comparedText, comparisonSections } from "./comparison-sections.ts";
import { figuresSection } from "./figures-section.ts";
import { firstPage } from "./first-page.ts";
import { insightsSection } from "./insights-section.ts";
import { keyFigures } from "./key-figures.ts";
import { learningSection } from "./learning-section.ts";
import { lineageSection } from "./lineage-section.ts";
import { activitiesSection, bottlenecksSection } from "./performance-sections.ts";
import { processMapBlock } from "./process-map-block.ts";
import { runningCasesSection } from "./running-cases-section.ts";
import type { ReportSource } from "./report-source.ts";

/** What is to be composed. */
export interface ReportPlan {
  readonly reportType: "executive_summary" | "detailed" | "comparison";
  readonly includeVisualizations: boolean;
  readonly language: Language;
  readonly title: string;
  readonly createdAt: Date;
}

const COMPARED = ["A", "B"];

/** Arranges analyses as a report; sections without data are left out. A comparison is of the first two. */
export async function composeReport(given: readonly ReportSource[], plan: ReportPlan): Promise<Report> {
  const { reportType } = plan;
  const sources = given.map(withShortNames);
  const texts = textsIn(plan.language);
  const { headings } = texts;
  const [first, second] = sources;
  const isShort = reportType !== "detailed";
  const compared =
    reportType === "comparison" && first !== undefined && second !== undefined ? ([first, second] as const) : null;
  const names =
    compared === null ? sources.map(({ operation }) => operation.operationName) : comparedNames(...compared, texts);
  const answers = firstPage(
    sources.map((source, idx) => ({ name: names[idx] ?? "", source })),
    texts,
    compared === null ? null : comparedText(...compared, texts),
  );
  const sections: Section[] = [{ heading: headings.inShort, blocks: answers }];
  if (compared !== null) {
    sections.push(...comparisonSections(...compared, texts, plan.includeVisualizations));
  }
  if (compared !== null && plan.includeVisualizations) {
    const maps = await Promise.all(
      compared.map((one, idx) => processMapBlock(one.discovery, adviceIn(one), texts, names[idx] ?? "", 14)),
    );
    sections.push({ heading: headings.processMaps, blocks: maps });
  }
  for (const [idx, source] of sources.entries()) {
    const own = compared === null ? await analysisSections(source, plan, texts) : adviceSection(source, texts, 5);
    // The first page says what A and B are.
    const name = compared === null ? source.operation.operationName : (COMPARED[idx] ?? "");
    sections.push(
      ...own.map(({ heading, ...section }) => ({
        ...section,
        heading: sources.length > 1 ? headings.of(name, heading) : heading,
      })),
    );
  }
  const figures = first === undefined || sources.length > 1 ? [] : keyFigures(first.discovery, texts);
  const labels = figures.map(({ label }) => label);
  const quality = qualitySection(sources, texts, isShort);
  const appendix = [
    ...quality,
    ...figuresSection(sources, [...sections, ...quality], labels, texts),
    lineageSection(sources, texts, isShort),
  ];
  sections.push(...appendix.map((section) => ({ ...section, isAppendix: true as const })));
  return {
    language: plan.language,
    title: plan.title,
    kind: headings.kinds[reportType],
    subtitle: [...new Set(sources.map(({ operation }) => operation.datasetName ?? operation.operationName))].join(
      " · ",
    ),
    createdAt: plan.createdAt.toISOString(),
    figures: figures.map(({ label, value, write }) => ({ label, value: write(value) })),
    isShort: reportType === "executive_summary",
    sections,
  };
}

const adviceIn = ({ operation }: ReportSource) =>
  operation.phases.flatMap(({ output }) => output.recommendations ?? []);

async function analysisSections(source: ReportSource, plan: ReportPlan, texts: Texts): Promise<Section[]> {
  const { discovery, operation } = source;
  const { headings } = texts;
  const withCharts = plan.includeVisualizations;
  const isDetailed = plan.reportType === "detailed";
  const map: Block[] = withCharts
    ? [await processMapBlock(discovery, adviceIn(source), texts, operation.operationName, isDetailed ? 20 : 12)]
    : [];
  const duration = durationBlocks(discovery, texts, withCharts, isDetailed);
  const section = (heading: string, blocks: readonly Block[], message: { readonly message?: string } = {}): Section[] =>
    blocks.length === 0 ? [] : [{ heading, ...message, blocks }];
  if (!isDetailed) {
    const variants = variantsSection(discovery, texts, withCharts, 3, false);
    return [
      ...adviceSection(source, texts, 3),
      ...complianceSection(source, texts, 5),
      // A map wants a page of its own; what is small fills the page before it.
      ...bottlenecksSection(discovery, texts, withCharts, 5, false),
      ...section(headings.processMap, map),
      ...section(
        duration.length === 0 ? headings.variants : headings.variantsAndDurations,
        [...variants.flatMap(({ blocks }) => blocks), ...duration],
        messageOf([...variants.flatMap(({ message }) => message ?? []), ...readDurations(discovery, texts)]),
      ),
    ];
  }
  // A single period makes no line.
  const timeline =
    withCharts && discovery.charts !== undefined && discovery.charts.timeline.periods.length > 1
      ? [timelineBlock(discovery.charts.timeline, texts)]
      : [];
  return [
    ...insightsSection(source, texts),
    ...adviceSection(source, texts, 50),
    ...complianceSection(source, texts, 50),
    ...section(headings.processMap, map),
    ...section(headings.caseDurations, [...duration, ...timeline], messageOf(readDurations(discovery, texts))),
    ...bottlenecksSection(discovery, texts, withCharts, 25, true),
    ...variantsSection(discovery, texts, withCharts, 25, true),
    ...causesSection(source, texts, 15),
    ...runningCasesSection(source, texts),
    activitiesSection(discovery, texts, 200),
    ...learningSection(source, texts),
  ];
}
