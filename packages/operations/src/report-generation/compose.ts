import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Block, Report, Section } from "@longhaul/rendering";
import type { PhaseContext, PhaseOutput } from "../phase-context.ts";
import { SOURCES_FILE, type ReportSource } from "./collect-data.ts";
import type { ReportParameters } from "./parameters.ts";

export const REPORT_FILE = "report.json";

/** Arranges what was collected as a report. */
export async function compose(ctx: PhaseContext<ReportParameters>): Promise<PhaseOutput> {
  const sources = JSON.parse(await readFile(await ctx.openFile(SOURCES_FILE), "utf8")) as ReportSource[];
  const report = composeReport(sources, ctx.parameters, ctx.operationName, new Date());
  const path = join(ctx.scratchDir, REPORT_FILE);
  await writeFile(path, JSON.stringify(report));
  await ctx.keepFile(REPORT_FILE, path);
  return { results: { sections: report.sections.map(({ heading }) => heading) } };
}

/** Sections without data are left out. */
export function composeReport(
  sources: readonly ReportSource[],
  parameters: ReportParameters,
  name: string,
  now: Date,
): Report {
  const sections: Section[] = [];
  if (parameters.reportType === "comparison") {
    const figures = sources.map(keyFigures);
    const rows = (figures[0] ?? []).map(({ label }, idx) => [label, ...figures.map((one) => one[idx]?.value ?? "")]);
    const columns = ["Figure", ...sources.map(({ operation }) => operation.operationName)];
    sections.push({
      heading: "Side by side",
      blocks: [{ kind: "table", caption: "Key figures of both analyses", columns, rows }],
    });
  }
  for (const source of sources) sections.push(...sourceSections(source, parameters, sources.length > 1));
  sections.push({ heading: "Appendix: parameters and lineage", blocks: sources.map(lineage) });
  return {
    title: parameters.title ?? name,
    subtitle: sources.map(({ operation }) => operation.datasetName ?? operation.operationName).join(" · "),
    createdAt: now.toISOString(),
    sections,
  };
}

function sourceSections(source: ReportSource, parameters: ReportParameters, named: boolean): Section[] {
  const { discovery, operation } = source;
  const heading = (text: string): string => (named ? `${operation.operationName}: ${text}` : text);
  const most = parameters.reportType === "detailed" ? 200 : 10;
  const sections: Section[] = [
    { heading: heading("Key figures"), blocks: [{ kind: "figures", figures: keyFigures(source) }] },
  ];
  const variants = (discovery.variants ?? []).slice(0, most);
  if (variants.length > 0) {
    const blocks: Block[] = [];
    if (parameters.includeVisualizations) {
      const bars = variants
        .slice(0, 10)
        .map(({ cases }, idx) => ({ label: `Variant ${idx + 1}`, value: cases, text: String(cases) }));
      blocks.push({ kind: "bars", caption: "Cases of the most frequent variants", bars });
    }
    blocks.push({
      kind: "table",
      caption: `${variants.length} of ${discovery.variantCount} variants`,
      columns: ["No.", "Activities", "Cases", "Median duration"],
      rows: variants.map((variant, idx) => [
        String(idx + 1),
        variant.activities.join(" › "),
        String(variant.cases),
        duration(variant.medianDurationSec),
      ]),
    });
    sections.push({ heading: heading("Variants"), blocks });
  }
  const bottlenecks = (discovery.bottlenecks?.activities ?? []).slice(0, most);
  if (bottlenecks.length > 0 && parameters.includeVisualizations) {
    const bars = bottlenecks.map((one) => ({ label: one.activity, value: one.lostSec, text: duration(one.lostSec) }));
    const caption = "Time that cases waited for each activity, over all cases";
    sections.push({ heading: heading("Bottlenecks"), blocks: [{ kind: "bars", caption, bars }] });
  }
  const rows = operation.phases
    .flatMap(({ output }) => output.recommendations ?? [])
    .map((one) => [one.priority, one.recommendation, JSON.stringify(one.evidence ?? {})]);
  if (rows.length > 0) {
    const columns = ["Priority", "Recommendation", "Evidence"];
    const caption = "Recommendations with the figures behind them";
    sections.push({ heading: heading("Recommendations"), blocks: [{ kind: "table", caption, columns, rows }] });
  }
  return sections;
}

function keyFigures({ discovery }: ReportSource): { label: string; value: string }[] {
  return [
    { label: "Cases", value: discovery.cases.toLocaleString("en") },
    { label: "Events", value: discovery.events.toLocaleString("en") },
    { label: "Activities", value: discovery.graph.nodes.length.toLocaleString("en") },
    { label: "Variants", value: discovery.variantCount.toLocaleString("en") },
    { label: "Median case duration", value: duration(discovery.caseDurations.median) },
    { label: "95 % of cases within", value: duration(discovery.caseDurations.p95) },
  ];
}

function lineage({ operation }: ReportSource): Block {
  const rows = [
    ["Operation", operation.operationId],
    ["Dataset", `${operation.datasetName ?? ""} ${operation.datasetId ?? ""}`.trim()],
    ["Started", operation.startedAt ?? ""],
    ["Ended", operation.endedAt ?? ""],
    ...Object.entries(operation.parameters).map(([key, value]) => [key, JSON.stringify(value)]),
  ];
  return { kind: "table", caption: operation.operationName, columns: ["What", "Value"], rows };
}

function duration(seconds: number): string {
  if (seconds >= 172_800) return `${(seconds / 86_400).toFixed(1)} d`;
  if (seconds >= 7200) return `${(seconds / 3600).toFixed(1)} h`;
  return seconds >= 120 ? `${(seconds / 60).toFixed(1)} min` : `${seconds.toFixed(1)} s`;
}
