import type { Section } from "@longhaul/rendering";
import type { Texts } from "../texts/texts.ts";
import { readFigure } from "../wording/read-figure.ts";
import { REPORT_FIGURES, type ReportFigure } from "../texts/terms/report-figures.ts";
import type { ReportSource } from "./report-source.ts";

/** How the figures are defined that the sections and the key figures name, by the name that they have there. */
export function figuresSection(
  sources: readonly ReportSource[],
  sections: readonly Section[],
  keyFigures: readonly string[],
  texts: Texts,
): Section[] {
  const named = new Set([...keyFigures, ...sections.flatMap(namesIn)]);
  const isRated = (key: string): boolean =>
    sources.some(({ operation }) => operation.phases.some(({ output }) => readFigure(output.summary, key) !== null));
  const { figures, headings } = texts;
  const rows = REPORT_FIGURES.flatMap((figure) => {
    const name = nameOf(figure, texts);
    const isTold =
      named.has(name) ||
      (figure === "dataQuality" && isRated("dataQualityScore")) ||
      (figure === "confidence" && isRated("overallConfidenceScore"));
    return isTold ? [[name, figures.definitionOf(figure)]] : [];
  });
  if (rows.length === 0) return [];
  const columns = [{ label: figures.figure }, { label: figures.definition }];
  return [{ heading: headings.figures, blocks: [{ kind: "table", caption: figures.caption, columns, rows }] }];
}

/** What tables call their columns and, in the first column, their rows. */
function namesIn({ blocks }: Section): string[] {
  return blocks.flatMap((block) =>
    block.kind === "table"
      ? [
          ...block.columns.map(({ label }) => label),
          ...block.rows.flatMap(([first]) => (typeof first === "string" ? [first] : [])),
        ]
      : [],
  );
}

/** What reports call a figure. */
function nameOf(figure: ReportFigure, { figures, learning, tables }: Texts): string {
  switch (figure) {
    case "dataQuality":
    case "confidence":
      return figures[figure];
    case "shareOfCycleTime":
      return tables.columns.shareOfCycleTime;
    case "rework":
    case "efficiency":
      return tables.keyFigures[figure];
    default:
      return learning.rows[figure];
  }
}
