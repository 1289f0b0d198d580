import type { Section } from "@longhaul/rendering";
import { readFigure, readValue } from "./read-figure.ts";
import type { ReportSource } from "./report-source.ts";

/** What the figures of the analysis say, one statement a line. */
export function insightsSection({ operation }: ReportSource): Section[] {
  const insights = operation.phases.flatMap(({ output }) => {
    const found = readValue(output.results, "insights");
    return Array.isArray(found) ? found.map((one: unknown) => readFigure(one, "insight")) : [];
  });
  const lines = insights.flatMap((insight) => (typeof insight === "string" ? [`• ${insight}`] : []));
  return lines.length === 0 ? [] : [{ heading: "Insights", blocks: [{ kind: "text", text: lines.join("\n") }] }];
}
