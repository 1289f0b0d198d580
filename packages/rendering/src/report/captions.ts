import type { Report, Section } from "./report.ts";
import { textsIn } from "../texts/report-texts.ts";

/** What the caption of each block begins with, by section and block: `Figure 1`, `Table 1`, or nothing. */
export function numberCaptions({ sections, language }: Report): string[][] {
  return sections.map(captionNumbers(language));
}

/** Numbers the blocks of sections in the order in which it is asked. */
export function captionNumbers(language: Report["language"]): (section: Section) => string[] {
  const texts = textsIn(language);
  let figures = 0;
  let tables = 0;
  return ({ blocks }) =>
    blocks.map(({ kind }) => {
      if (kind === "chart" || kind === "picture") return texts.figure(++figures);
      return kind === "table" ? texts.table(++tables) : "";
    });
}
