import type { Section } from "@longhaul/rendering";
import type { InsightCode } from "../texts/terms/insight.ts";
import type { Texts } from "../texts/texts.ts";
import { toldInsights } from "../wording/told-insights.ts";
import { wordInsight } from "../wording/word-insight.ts";
import type { ReportSource } from "./report-source.ts";

/** Insights that the first page tells, in these or other words. */
const ON_FIRST_PAGE: ReadonlySet<InsightCode> = new Set([
  "usualPath",
  "noUsualPath",
  "spreadOfPaths",
  "longTail",
  "longestWait",
  "mostTime",
  "fixedTerm",
  "rework",
  "oddCases",
]);

/**
 * What else the figures of the analysis say, one statement a line, in the language of the report; as it is told there
 * where results say nothing of how it was made.
 */
export function insightsSection({ operation }: ReportSource, texts: Texts): Section[] {
  const lines = toldInsights(operation.phases).flatMap(({ facts, said }) => {
    if (facts !== null && ON_FIRST_PAGE.has(facts.code)) return [];
    const sentence = facts === null ? said : wordInsight(facts, texts);
    return sentence === "" ? [] : [`• ${sentence}`];
  });
  return lines.length === 0
    ? []
    : [{ heading: texts.headings.insights, blocks: [{ kind: "text", text: lines.join("\n") }] }];
}
