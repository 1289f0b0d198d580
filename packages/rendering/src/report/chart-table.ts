import type { Language } from "@longhaul/domain";
import type { Cell, Chart, Column } from "./report.ts";
import { textsIn } from "../texts/report-texts.ts";

/** The figures that a chart shows, as a table. */
export function chartTable(
  chart: Chart,
  language: Language,
): {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
} {
  const texts = textsIn(language);
  const number = (value: number): Cell => ({ value, text: texts.number(value) });
  switch (chart.kind) {
    case "bars":
      return {
        columns: [{ label: texts.what }, ...chart.series.map((label) => ({ label, ...unit(chart.unit) }))],
        rows: chart.bars.map(({ label, values }) => [label, ...values]),
      };
    case "histogram":
      return {
        columns: [
          { label: texts.from, ...unit(chart.unit) },
          { label: texts.to, ...unit(chart.unit) },
          { label: chart.countLabel },
        ],
        rows: chart.bins.map(({ from, to, count }) => [from, to, number(count)]),
      };
    case "timeline":
      return {
        columns: [{ label: texts.period }, ...chart.series.map(({ name }) => ({ label: name }))],
        rows: chart.periods.map((period, idx) => [
          period,
          ...chart.series.map(({ values }) => number(values[idx] ?? 0)),
        ]),
      };
  }
}

function unit(text: string | undefined): { unit?: string } {
  return text === undefined ? {} : { unit: text };
}
