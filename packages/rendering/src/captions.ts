import type { Report } from "./report.ts";
import { textsIn } from "./texts/report-texts.ts";

/** What the caption of each block begins with, by section and block: `Figure 1`, `Table 1`, or nothing. */
export function numberCaptions({ sections, language }: Report): string[][] {
  const texts = textsIn(language);
  let figures = 0;
  let tables = 0;
  return sections.map(({ blocks }) =>
    blocks.map(({ kind }) => {
      if (kind === "chart" || kind === "picture") return texts.figure(++figures);
      return kind === "table" ? texts.table(++tables) : "";
    }),
  );
}
