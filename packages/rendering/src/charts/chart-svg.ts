import { formatsIn, type Language } from "@longhaul/domain";
import { drawChart } from "./draw-chart.ts";
import { FontBook } from "../text/font-book.ts";
import type { Chart } from "../report/report.ts";
import { writeSvg } from "./write-svg.ts";

/** A chart as a stand-alone SVG document; `label` tells those who can't see it what it shows. */
export function chartSvg(chart: Chart, label: string, language: Language): string {
  return writeSvg(drawChart(chart, new FontBook(), formatsIn(language).number), label, null);
}
