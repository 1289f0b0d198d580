import { en } from "../texts/en/index.ts";
import type { Texts } from "../texts/texts.ts";
import type { InsightCode, InsightFacts } from "../texts/terms/insight.ts";

type Wording = (evidence: unknown, span: (seconds: number) => string) => string;

/** The sentence of an insight. */
export function wordInsight({ code, evidence }: InsightFacts, { insights, span, workingSpan }: Texts): string {
  const isWorkingTime = "countedIn" in evidence && evidence.countedIn === "working time";
  // The code says of which shape the evidence is.
  return (insights[code] as Wording)(evidence, isWorkingTime ? workingSpan : span);
}

export function isInsightCode(code: string): code is InsightCode {
  return Object.hasOwn(en.insights, code);
}
