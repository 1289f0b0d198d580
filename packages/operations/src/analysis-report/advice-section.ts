import type { Section } from "@longhaul/rendering";
import { evidenceLines } from "./evidence-lines.ts";
import type { ReportSource } from "./report-source.ts";

/** What the analysis recommends, the most effective first, each with the figures behind it. */
export function adviceSection({ operation }: ReportSource, most: number): Section[] {
  const advice = operation.phases.flatMap(({ output }) => output.recommendations ?? []);
  if (advice.length === 0) return [];
  const blocks = advice.slice(0, most).map((one) => ({
    kind: "advice" as const,
    priority: one.priority,
    title: one.recommendation,
    effect: one.expectedImprovement === undefined ? "" : `Expected: ${one.expectedImprovement}.`,
    evidence: [
      ...evidenceLines(one.evidence ?? {}, one.recommendation),
      ...(one.compared === undefined ? [] : [`Compared: ${one.compared}`]),
      ...(one.assumed === undefined ? [] : [`Assumed: ${one.assumed}`]),
      ...(one.refutedBy === undefined ? [] : [`Refuted by: ${one.refutedBy}`]),
    ],
  }));
  const more = advice.length - blocks.length;
  const text = `${more} more ${more === 1 ? "recommendation is" : "recommendations are"} in the results of the analysis.`;
  return [{ heading: "Recommendations", blocks: more > 0 ? [...blocks, { kind: "text", text }] : blocks }];
}
