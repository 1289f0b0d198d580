import { HOSTILE_NAMES, UNPRINTABLE_NAMES, pollutedKeys } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { chartSvg } from "./charts/chart-svg.ts";
import { drawChart } from "./charts/draw-chart.ts";
import { FontBook } from "./text/font-book.ts";
import { printable } from "./text/printable.ts";
import { renderHtml } from "./html/render-html.ts";
import { renderPdf } from "./pdf/render-pdf.ts";
import { renderPptx } from "./pptx/render-pptx.ts";
import { renderXlsx } from "./xlsx/render-xlsx.ts";
import type { Block, Chart, Report } from "./report/report.ts";
import { officeParts } from "./test/office-parts.ts";
import { sampleReport } from "./test/sample-report.ts";

const NAMES = [...HOSTILE_NAMES, ...UNPRINTABLE_NAMES, "x".repeat(10_000)];
const book = new FontBook();

const CHARTS: readonly Chart[] = [
  { kind: "bars", series: ["Time"], bars: NAMES.map((label) => ({ label, values: [{ value: 1, text: label }] })) },
  ...NAMES.map((name): Chart => {
    const quantity = { value: 1, text: name };
    return { kind: "bars", series: [name, `${name} `], bars: [{ label: name, values: [quantity, quantity] }] };
  }),
  ...NAMES.map((name): Chart => {
    const edge = { value: 1, text: name };
    return { kind: "histogram", valueLabel: name, countLabel: name, bins: [{ from: edge, to: edge, count: 1 }] };
  }),
  {
    kind: "timeline",
    periods: NAMES,
    series: NAMES.slice(0, 20).map((name) => ({ name, values: NAMES.map(() => 1) })),
  },
];

describe("a chart with hostile names", () => {
  it("is drawn, and leaves nothing on what all objects share", () => {
    for (const chart of CHARTS) {
      expect(chartSvg(chart, "A chart", "en")).toMatch(/^<svg /);
      expect({ chart, polluted: pollutedKeys() }).toEqual({ chart, polluted: [] });
    }
  });

  it.each(HOSTILE_NAMES)("shows the label %j as it is", (label) => {
    const bar = { label, values: [{ value: 1, text: "1" }] };
    const drawing = drawChart({ kind: "bars", series: ["Time"], bars: [bar] }, book, String);
    const texts = drawing.shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));
    const squeezed = (text: string) => printable(text).replaceAll(/\s+/g, "");
    expect(squeezed(texts.join(""))).toContain(squeezed(label));
  });
});

describe("a report with hostile names", () => {
  const table: Block = {
    kind: "table",
    caption: "Names",
    columns: NAMES.slice(0, 8).map((label) => ({ label })),
    rows: NAMES.map((name) => [name, null, { value: 1, text: name }, name, name, name, name, name]),
  };
  const plain = sampleReport({ rows: 1 });
  const report: Report = {
    ...plain,
    title: NAMES[0] ?? "",
    subtitle: NAMES.join(" "),
    sections: [
      ...plain.sections,
      ...NAMES.map((name) => ({ heading: name, blocks: [{ kind: "text" as const, text: name }] })),
      { heading: "Names", blocks: [table, { kind: "chart" as const, caption: "All", chart: CHARTS[0] as Chart }] },
    ],
  };

  it("becomes a PDF, slides, a workbook and a page", async () => {
    expect(Buffer.from(await renderPdf(report)).toString("latin1", 0, 5)).toBe("%PDF-");
    for (const office of [await renderPptx(report), await renderXlsx(report)]) {
      expect(officeParts(office).size).toBeGreaterThan(5);
    }
    expect(renderHtml(report)).not.toContain("<script>alert");
    expect(pollutedKeys()).toEqual([]);
  });
});
