import { binLabel, NO_BREAK_SPACE } from "../report/bin-label.ts";
import { COLORS } from "../report/colors.ts";
import { addChart, type ChartOptions, type ChartSeries, type Slide } from "./text/pptx-library.ts";
import { printable } from "../text/printable.ts";
import { hex, SLIDE } from "./text/pptx-text.ts";
import type { Chart } from "../report/report.ts";
import type { SlideBox, SlideLook } from "./slide-item.ts";
import { timeUnit } from "../report/time-unit.ts";
import type { ReportTexts, TimeUnit } from "../texts/en.ts";

const POINTS = 72;
const FONT_SIZE = 11;
/** Style for measuring texts: larger than shown, because the viewer's font may be wider than ours. */
const LABEL = { size: 12, color: COLORS.text };
const LABEL_SHARE = 0.4;
/** Labels that need more lines say too much for a native chart, which wraps them as it likes. */
const MOST_LINES = 2;
const SERIES_COLORS = [COLORS.blue, COLORS.orange, COLORS.green].map(hex);
/** Smaller values of a chart with one unit of time say less than those that are written in units of their own. */
const LEAST_VALUE = 0.1;

/** Whether the chart can be one that is edited in PowerPoint without saying less than a drawing of it. */
export function canBeNative(chart: Chart, width: number, { book, texts }: SlideLook): boolean {
  if (chart.kind !== "bars") return true;
  const isAllTold = chart.bars.every(({ values }) =>
    values.every(({ value, text }) => chart.unit !== undefined || text === texts.number(value)),
  );
  const { size, least } = scaleOf(chart);
  if (least / size < LEAST_VALUE) return false;
  const labelWidth = (width * LABEL_SHARE - 0.2) * POINTS;
  return isAllTold && chart.bars.every(({ label }) => book.wrap(label, labelWidth, LABEL).length <= MOST_LINES);
}

/** Adds the chart as a native one. */
export function writeNativeChart(slide: Slide, chart: Chart, box: SlideBox, altText: string, texts: ReportTexts): void {
  // Bars of one series would get a colour each.
  const chartColors = SERIES_COLORS.slice(0, chart.kind === "histogram" ? 1 : chart.series.length);
  const look = { ...box, ...LOOK, chartColors, altText: printable(altText) };
  const labelled = { ...look, showValue: true, dataLabelFontSize: FONT_SIZE, dataLabelColor: hex(COLORS.text) };
  switch (chart.kind) {
    case "bars": {
      const scale = scaleOf(chart);
      const unit = scale.unit === null ? (chart.unit ?? "") : texts.units[scale.unit];
      const isSeveral = chart.series.length > 1;
      const labels = chart.bars.map(({ label }) => printable(label));
      const series = chart.series.map((name, idx): ChartSeries => ({
        name: printable(isSeveral || unit === "" ? name : `${name} (${unit})`),
        labels,
        values: chart.bars.map(({ values }) => rounded((values[idx]?.value ?? 0) / scale.size)),
      }));
      addChart(slide, "bar", series, {
        ...labelled,
        ...legend(isSeveral),
        barDir: "bar",
        barGapWidthPct: isSeveral ? 40 : 55,
        catAxisOrientation: "maxMin",
        valAxisHidden: true,
        valAxisMinVal: 0,
        valGridLine: { style: "none" },
        dataLabelPosition: "outEnd",
        dataLabelFormatCode: scale.format,
        layout: { x: LABEL_SHARE, y: isSeveral ? 0.12 : 0.02, w: 0.9 - LABEL_SHARE, h: isSeveral ? 0.86 : 0.96 },
      });
      return;
    }
    case "histogram": {
      const labels = chart.bins.map(binLabel);
      const values = chart.bins.map(({ count }) => count);
      addChart(slide, "bar", [{ name: printable(chart.countLabel), labels, values }], {
        ...labelled,
        ...axes(chart.valueLabel, chart.countLabel),
        barDir: "col",
        barGapWidthPct: 8,
        dataLabelPosition: "outEnd",
        dataLabelFormatCode: "#,##0",
      });
      return;
    }
    case "timeline": {
      const labels = chart.periods.map(printable);
      const series = chart.series.map(({ name, values }): ChartSeries => ({
        name: printable(name),
        labels,
        values: [...values],
      }));
      addChart(slide, "line", series, {
        ...look,
        ...legend(true),
        ...axes(null, null),
        lineSize: 2,
        lineDataSymbol: chart.periods.length <= 40 ? "circle" : "none",
        lineDataSymbolSize: 6,
        catAxisLabelFrequency: String(Math.max(1, Math.ceil(labels.length / Math.floor(box.w / 0.85)))),
      });
    }
  }
}

const LOOK = {
  catAxisLabelFontFace: SLIDE.font,
  catAxisLabelFontSize: FONT_SIZE,
  catAxisLabelColor: hex(COLORS.text),
  catAxisLineColor: hex(COLORS.muted),
  valAxisLabelFontFace: SLIDE.font,
  valAxisLabelFontSize: FONT_SIZE,
  valAxisLabelColor: hex(COLORS.text),
  valAxisLineShow: false,
  dataLabelFontFace: SLIDE.font,
} satisfies ChartOptions;

function axes(category: string | null, value: string | null): ChartOptions {
  const title = { color: hex(COLORS.muted), size: FONT_SIZE };
  return {
    valAxisMinVal: 0,
    valAxisLabelFormatCode: "#,##0",
    valGridLine: { color: hex(COLORS.line), size: 0.75 },
    ...(category === null
      ? {}
      : {
          showCatAxisTitle: true,
          catAxisTitle: printable(category),
          catAxisTitleFontFace: SLIDE.font,
          catAxisTitleFontSize: title.size,
          catAxisTitleColor: title.color,
        }),
    ...(value === null
      ? {}
      : {
          showValAxisTitle: true,
          valAxisTitle: printable(value),
          valAxisTitleFontFace: SLIDE.font,
          valAxisTitleFontSize: title.size,
          valAxisTitleColor: title.color,
        }),
  };
}

function legend(isShown: boolean): ChartOptions {
  return isShown
    ? {
        showLegend: true,
        legendPos: "t",
        legendFontFace: SLIDE.font,
        legendFontSize: FONT_SIZE,
        legendColor: hex(COLORS.text),
      }
    : { showLegend: false };
}

/** The unit of time in which a native chart writes its values; its caption must say it. */
export function nativeUnit(chart: Chart): TimeUnit | null {
  return chart.kind === "bars" ? scaleOf(chart).unit : null;
}

/** What the values are divided by, so that they can be read, and how they are then written. */
function scaleOf({ bars, unit }: Extract<Chart, { readonly kind: "bars" }>): {
  readonly size: number;
  /** Of values that are times. */
  readonly unit: TimeUnit | null;
  readonly format: string;
  /** Of the values that aren't 0, before they are divided. */
  readonly least: number;
} {
  const values = bars.flatMap((bar) => bar.values.map(({ value }) => value));
  const least = Math.min(...values.filter((value) => value > 0));
  if (unit !== "s") {
    const decimals = values.every(Number.isInteger) ? "#,##0" : "#,##0.0";
    const format = unit === undefined ? decimals : `${decimals}"${NO_BREAK_SPACE}${unit}"`;
    return { size: 1, unit: null, format, least: 1 };
  }
  const most = Math.max(0, ...values);
  const [name, size] = timeUnit(most);
  return { size, unit: name, format: "#,##0.0", least };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
