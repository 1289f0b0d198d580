import type { Section } from "@longhaul/rendering";
import { isInsightCode, wordInsight } from "../wording/word-insight.ts";
import type { InsightFacts } from "../texts/terms/insight.ts";
import type { Texts } from "../texts/texts.ts";
import { readFigure, readValue } from "../wording/read-figure.ts";
import type { ReportSource } from "./report-source.ts";

/** What the figures of the analysis say, one statement a line. */
export function insightsSection({ operation }: ReportSource, texts: Texts): Section[] {
  const found = operation.phases.flatMap(({ output }) => {
    const insights = readValue(output.results, "insights");
    return Array.isArray(insights) ? insights.map((one: unknown) => sentence(one, texts)) : [];
  });
  const lines = found.flatMap((insight) => (insight === null ? [] : [`• ${insight}`]));
  return lines.length === 0
    ? []
    : [{ heading: texts.headings.insights, blocks: [{ kind: "text", text: lines.join("\n") }] }];
}

/** An insight of results in the language of the report; as it is told there where it says nothing of how it was made. */
function sentence(told: unknown, texts: Texts): string | null {
  const code = readFigure(told, "code");
  const evidence = readValue(told, "evidence");
  if (typeof code === "string" && isInsightCode(code) && typeof evidence === "object" && evidence !== null)
    return wordInsight({ code, evidence } as InsightFacts, texts);
  const insight = readFigure(told, "insight");
  return typeof insight === "string" ? insight : null;
}
