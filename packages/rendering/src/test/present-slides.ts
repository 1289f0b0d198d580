import { unzipSync } from "fflate";
import { renderPptx } from "../pptx/render-pptx.ts";
import type { Block, Chart } from "../report/report.ts";
import { officeParts } from "./office-parts.ts";
import { sampleReport } from "./sample-report.ts";

export const DAY = 86_400;

/** A chart of bars with these labels. */
export function bars(labels: readonly string[], unit: string | null = "s"): Chart {
  const values = (idx: number) => [{ value: (9 - idx) * DAY, text: `${9 - idx} days` }];
  return {
    kind: "bars",
    series: ["Time lost"],
    ...(unit === null ? {} : { unit }),
    bars: labels.map((label, idx) => ({ label, values: values(idx) })),
  };
}

/** The parts of a presentation whose sections hold these blocks, and its slides in order. */
export async function present(...sections: readonly (readonly Block[])[]) {
  const report = {
    ...sampleReport({ rows: 0 }),
    sections: sections.map((blocks, idx) => ({ heading: `Part ${idx}`, blocks })),
  };
  const bytes = await renderPptx(report);
  const parts = officeParts(bytes);
  const books = Object.entries(unzipSync(bytes)).flatMap(([name, content]) =>
    name.endsWith(".xlsx") ? [officeParts(content)] : [],
  );
  const slides = Array.from({ length: 99 }, (_, idx) => parts.get(`ppt/slides/slide${idx + 1}.xml`)).flatMap(
    (xml) => xml ?? [],
  );
  const charts = [...parts].filter(([name]) => /charts\/chart\d+\.xml$/.test(name)).map(([, xml]) => xml);
  const pngs = [...parts.keys()].filter((name) => name.endsWith(".png"));
  return { slides, charts, pngs, books };
}
