import type { ReportTexts } from "../texts/en.ts";
import type { Block } from "./report.ts";

/** Of bars, classes or points in the text that stands for a chart; all are in what the chart says, or in a table. */
const MOST_TOLD = 25;

type Drawn = Extract<Block, { readonly kind: "chart" | "picture" }>;

/** What a drawing shows, for those who can't see it: its caption, and the values of a chart. */
export function alternativeText(block: Drawn, label: string, texts: ReportTexts): string {
  const caption = texts.caption(label, block.caption);
  if (block.kind === "picture") return caption;
  const values = chartValues(block.chart, texts);
  const told = values.slice(0, MOST_TOLD).join("; ");
  return `${caption}. ${told}${values.length > MOST_TOLD ? "; …" : ""}`;
}

function chartValues(chart: Extract<Block, { readonly kind: "chart" }>["chart"], texts: ReportTexts): string[] {
  if (chart.kind === "bars")
    return chart.bars.map(({ label, values }) =>
      texts.caption(
        label,
        named(
          chart.series,
          values.map(({ text }) => text),
        ),
      ),
    );
  if (chart.kind === "histogram")
    return chart.bins.map(({ from, to, count }) => texts.caption(`${from.text}–${to.text}`, texts.number(count)));
  return chart.periods.map((period, at) => {
    const values = chart.series.map(({ values: all }) => texts.number(all[at] ?? 0));
    return texts.caption(
      period,
      named(
        chart.series.map(({ name }) => name),
        values,
      ),
    );
  });
}

/** Values with the names of their series, where there are several. */
function named(series: readonly string[], values: readonly string[]): string {
  return values.length < 2 ? values.join("") : values.map((value, at) => `${series[at] ?? ""} ${value}`).join(", ");
}
