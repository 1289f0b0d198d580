import type { Report } from "./report.ts";

/** What the caption of each block begins with, by section and block: `Figure 1`, `Table 1`, or nothing. */
export function numberCaptions({ sections }: Report): string[][] {
  let figures = 0;
  let tables = 0;
  return sections.map(({ blocks }) =>
    blocks.map(({ kind }) => {
      if (kind === "chart" || kind === "picture") return `Figure ${++figures}`;
      return kind === "table" ? `Table ${++tables}` : "";
    }),
  );
}
