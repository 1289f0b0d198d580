import type { Section } from "@longhaul/rendering";
import type { Recommendation } from "../basics/phase-context.ts";
import type { Texts } from "../texts/texts.ts";
import { saidIn, wordAdvice } from "../wording/advice-text.ts";
import { evidenceLines } from "./evidence-lines.ts";
import type { ReportSource } from "./report-source.ts";

/** What an analysis recommends, in the words of the report; null where it wasn't asked. */
export function adviceOf({ operation }: ReportSource, texts: Texts): readonly Recommendation[] | null {
  const told = operation.phases.flatMap(({ output }) =>
    output.recommendations === undefined ? [] : [output.recommendations],
  );
  return told.length === 0 ? null : told.flat().map((one) => wordAdvice(one, texts));
}

/** What the analysis recommends, the most effective first, each with the figures behind it. */
export function adviceSection(source: ReportSource, texts: Texts, most: number): Section[] {
  const all = adviceOf(source, texts) ?? [];
  if (all.length === 0) return [];
  const { advice, headings } = texts;
  const blocks = all.slice(0, most).map((one) => ({
    kind: "advice" as const,
    priority: one.priority,
    title: one.recommendation,
    effect: one.expectedImprovement === undefined ? "" : advice.expected(one.expectedImprovement),
    evidence: evidenceLines(one.evidence ?? {}, one.recommendation, texts, saidIn(one, texts)),
    notes: [
      ...(one.compared === undefined ? [] : [advice.compared(one.compared)]),
      ...(one.assumed === undefined ? [] : [advice.assumed(one.assumed)]),
      ...(one.refutedBy === undefined ? [] : [advice.refutedBy(one.refutedBy)]),
    ],
  }));
  const more = all.length - blocks.length;
  return [
    {
      heading: headings.recommendations,
      message: advice.told(all.length, all.filter(({ priority }) => priority === "High").length),
      blocks: more > 0 ? [...blocks, { kind: "text", text: advice.more(more) }] : blocks,
    },
  ];
}
