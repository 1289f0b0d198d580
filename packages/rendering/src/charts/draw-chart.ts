import type { EChartsCoreOption } from "echarts/core";
import { init, setPlatformAPI } from "echarts/dist/echarts.esm.min.mjs";
import { COLORS } from "../report/colors.ts";
import type { FontBook } from "../text/font-book.ts";
import type { Chart } from "../report/report.ts";

/** Width of a chart in its own units; its font size is 12. */
export const CHART_WIDTH = 680;
const LABEL_WIDTH = 260;
/** For labels that are sentences: they get a third line too. */
const WORDY_LABEL_WIDTH = 340;
const LABEL = { size: 12, color: COLORS.text };
const RIGHT = 96;
const TEXT = {
  color: COLORS.text,
  fontFamily: "Noto Sans, Noto Sans CJK SC, Noto Sans CJK KR, sans-serif",
  fontSize: 12,
};
const LINES = { splitLine: { lineStyle: { color: COLORS.line } }, axisLine: { lineStyle: { color: COLORS.muted } } };
const SERIES_COLORS = [COLORS.blue, COLORS.orange, COLORS.green];

/** Draws a chart as an SVG document, measured with the fonts of the report; `count` writes the figures of its axes. */
export function drawChart(chart: Chart, book: FontBook, count: (value: number) => string): string {
  setPlatformAPI({
    measureText: (text, font) => {
      const size = Number(/(?<!\d)(\d+(?:\.\d+)?)px/.exec(font ?? "")?.[1] ?? 12);
      return { width: book.width(bare(text), { size, weight: /bold|[6-9]00/.test(font ?? "") ? 700 : 400 }) };
    },
  });
  const { height, option } = optionOf(chart, book, count);
  const canvas = init(null, null, { renderer: "svg", ssr: true, width: CHART_WIDTH, height });
  try {
    canvas.setOption({ animation: false, textStyle: TEXT, color: SERIES_COLORS, ...option });
    return bare(canvas.renderToSVGString());
  } finally {
    canvas.dispose();
  }
}

function optionOf(
  chart: Chart,
  book: FontBook,
  count: (value: number) => string,
): { readonly height: number; readonly option: EChartsCoreOption } {
  switch (chart.kind) {
    case "bars": {
      const several = chart.series.length > 1;
      const isWordy = chart.bars.some(({ label }) => book.wrap(label, LABEL_WIDTH - 20, LABEL).length > 2);
      const left = isWordy ? WORDY_LABEL_WIDTH : LABEL_WIDTH;
      const labels = chart.bars.map(({ label }) =>
        shield(book.wrap(label, left - 20, LABEL, isWordy ? 3 : 2).join("\n")),
      );
      const series = chart.series.map((name, idx) => ({
        type: "bar",
        name: shield(name),
        barMaxWidth: 22,
        barGap: "15%",
        data: chart.bars.map(({ values }) => values[idx]?.value ?? 0),
        label: {
          show: true,
          position: "right",
          color: COLORS.text,
          fontSize: several ? 10.5 : 12,
          formatter: ({ dataIndex }: { dataIndex: number }) => shield(chart.bars[dataIndex]?.values[idx]?.text ?? ""),
        },
      }));
      return {
        height:
          chart.bars.length * Math.max(several ? 22 * chart.series.length : 34, isWordy ? 50 : 0) + (several ? 56 : 16),
        option: {
          ...legend(several),
          grid: { left, right: RIGHT, top: several ? 34 : 4, bottom: 8 },
          xAxis: { type: "value", min: 0, show: false },
          yAxis: {
            type: "category",
            inverse: true,
            data: labels,
            axisTick: { show: false },
            axisLabel: { ...TEXT, interval: 0 },
            axisLine: LINES.axisLine,
          },
          series,
        },
      };
    }
    case "histogram": {
      const { bins } = chart;
      const left = 70;
      const barWidth = Math.max(2, (CHART_WIDTH - left - 40) / Math.max(1, bins.length) - 2);
      const edges = [...bins.map(({ from }) => from.text), bins.at(-1)?.to.text ?? ""].map(shield);
      return {
        height: 225,
        option: {
          grid: { left, right: 40, top: 26, bottom: 48 },
          xAxis: {
            type: "value",
            min: 0,
            max: bins.length,
            containShape: false,
            interval: 1,
            name: shield(chart.valueLabel),
            nameLocation: "middle",
            nameGap: 32,
            nameTextStyle: TEXT,
            axisLabel: { ...TEXT, fontSize: 11, formatter: (edge: number) => edges[edge] ?? "" },
            splitLine: { show: false },
            axisLine: LINES.axisLine,
          },
          yAxis: {
            type: "value",
            minInterval: 1,
            name: shield(chart.countLabel),
            nameTextStyle: { ...TEXT, align: "right" },
            axisLabel: { ...TEXT, formatter: count },
            ...LINES,
          },
          series: [
            {
              type: "bar",
              barWidth,
              itemStyle: { borderColor: COLORS.white, borderWidth: 1 },
              data: bins.map((bin, idx) => [idx + 0.5, bin.count]),
              label: {
                show: true,
                position: "top",
                color: COLORS.text,
                fontSize: 11,
                formatter: ({ dataIndex }: { dataIndex: number }) => count(bins[dataIndex]?.count ?? 0),
              },
            },
          ],
        },
      };
    }
    case "timeline":
      return {
        height: 270,
        option: {
          ...legend(true),
          grid: { left: 70, right: 24, top: 40, bottom: 34 },
          xAxis: {
            type: "category",
            data: chart.periods.map(shield),
            axisLabel: { ...TEXT, fontSize: 11, hideOverlap: true },
            boundaryGap: false,
            axisLine: LINES.axisLine,
          },
          yAxis: { type: "value", minInterval: 1, axisLabel: { ...TEXT, formatter: count }, ...LINES },
          series: chart.series.map(({ name, values }) => ({
            type: "line",
            name: shield(name),
            data: values,
            showSymbol: values.length <= 40,
            symbol: "circle",
            symbolSize: 5,
            lineStyle: { width: 2 },
          })),
        },
      };
  }
}

/** A character that no text holds: `printable` takes it away. */
const SHIELD = "\uffff";

/**
 * A text as the chart library gets it. It keeps texts as keys of plain objects, where `__proto__` and `constructor` would
 * reach what all objects share; with a character before each line, no text is a name that objects know.
 */
function shield(text: string): string {
  return SHIELD + bare(text).replaceAll("\n", `\n${SHIELD}`);
}

function bare(text: string): string {
  return text.replaceAll(SHIELD, "");
}

function legend(isShown: boolean): EChartsCoreOption {
  return isShown ? { legend: { top: 0, left: 0, icon: "rect", itemWidth: 12, itemHeight: 12, textStyle: TEXT } } : {};
}
