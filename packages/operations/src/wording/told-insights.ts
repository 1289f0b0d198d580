import type { EarlierPhase } from "../basics/phase-context.ts";
import type { InsightFacts } from "../texts/terms/insight.ts";
import { readFigure, readValue } from "./read-figure.ts";
import { isInsightCode } from "./word-insight.ts";

/** An insight of results; without facts, where it says nothing of how it was made, it is only what is `said`. */
export interface ToldInsight {
  readonly facts: InsightFacts | null;
  readonly said: string;
}

/** The insights that phases tell in their results. */
export function toldInsights(phases: readonly EarlierPhase[]): ToldInsight[] {
  return phases.flatMap(({ output }) => {
    const insights = readValue(output.results, "insights");
    return Array.isArray(insights) ? insights.map(toldInsight) : [];
  });
}

function toldInsight(told: unknown): ToldInsight {
  const code = readFigure(told, "code");
  const evidence = readValue(told, "evidence");
  const said = readFigure(told, "insight");
  const isKnown = typeof code === "string" && isInsightCode(code) && typeof evidence === "object" && evidence !== null;
  return {
    facts: isKnown ? ({ code, evidence } as InsightFacts) : null,
    said: typeof said === "string" ? said : "",
  };
}
