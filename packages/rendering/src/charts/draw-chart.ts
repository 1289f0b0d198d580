import type { FontBook } from "../text/font-book.ts";
import type { Chart } from "../report/report.ts";
import { drawBars } from "./bars.ts";
import type { Drawing } from "./drawing.ts";
import { drawHistogram } from "./histogram.ts";
import { drawTimeline } from "./timeline.ts";

/** Draws a chart, measured with the fonts of the report; `count` writes the figures of its axes. */
export function drawChart(chart: Chart, book: FontBook, count: (value: number) => string): Drawing {
  switch (chart.kind) {
    case "bars":
      return drawBars(chart, { book, count });
    case "histogram":
      return drawHistogram(chart, { book, count });
    case "timeline":
      return drawTimeline(chart, { book, count });
  }
}
