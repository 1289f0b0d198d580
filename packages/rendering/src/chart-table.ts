import type { Cell, Chart, Column } from "./report.ts";

/** The figures that a chart shows, as a table. */
export function chartTable(chart: Chart): {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
} {
  const number = (value: number): Cell => ({ value, text: value.toLocaleString("en") });
  switch (chart.kind) {
    case "bars":
      return {
        columns: [{ label: "What" }, ...chart.series.map((label) => ({ label, ...unit(chart.unit) }))],
        rows: chart.bars.map(({ label, values }) => [label, ...values]),
      };
    case "histogram":
      return {
        columns: [
          { label: "From", ...unit(chart.unit) },
          { label: "To", ...unit(chart.unit) },
          { label: chart.countLabel },
        ],
        rows: chart.bins.map(({ from, to, count }) => [from, to, number(count)]),
      };
    case "timeline":
      return {
        columns: [{ label: "Period" }, ...chart.series.map(({ name }) => ({ label: name }))],
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
