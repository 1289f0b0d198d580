import { findFigure, RESULT_FIGURES, SUMMARY_FIGURES, UNITS, type Figure } from "@longhaul/contracts";
import type { Section } from "@longhaul/rendering";
import { numbersOf } from "../numbers-of.ts";
import type { ReportSource } from "./report-source.ts";

/** How the figures of the analyses are defined: of a short report those that are hard to guess, else all but those of insights, which say what they are. */
export function figuresSection(sources: readonly ReportSource[], isShort: boolean): Section[] {
  const phases = sources.flatMap(({ operation }) => operation.phases.map(({ output }) => output));
  const found = new Set<Figure>();
  for (const { results, summary } of phases) {
    for (const { path } of numbersOf(results)) add(found, findFigure(RESULT_FIGURES.ProcessMiningAnalysis, path));
    for (const { path } of numbersOf(summary ?? {})) add(found, findFigure(SUMMARY_FIGURES, path));
  }
  const told = [...found].filter(
    ({ path, isHeadline }) => isHeadline === true || !(isShort || /^(?:insights|lists)\b/.test(path)),
  );
  if (told.length === 0) return [];
  const columns = [{ label: "Figure" }, { label: "Unit" }, { label: "Definition" }];
  const rows = told.map(({ path, unit, definition }) => [path, UNITS[unit].text, definition]);
  const caption = "Definitions, by the name of the figure in the results";
  return [
    {
      heading: "Appendix: how the figures are defined",
      blocks: [{ kind: "table", caption, columns, rows }],
    },
  ];
}

function add(found: Set<Figure>, figure: Figure | undefined): void {
  if (figure !== undefined) found.add(figure);
}
