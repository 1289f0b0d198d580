import type { Chart } from "../report/report.ts";
import { alongAxis, figureRoom, spreadLabels, upwardAxis } from "./axis.ts";
import { CHART_WIDTH, seriesColor, SMALL_TEXT, type Pen } from "./chart-look.ts";
import type { Drawing, PathShape } from "./drawing.ts";
import { legend } from "./legend.ts";
import { niceTicks } from "./nice-ticks.ts";
import { filledCircle, lines } from "./shapes.ts";

/** With a legend of one row. */
const HEIGHT = 270;
const ROW = 22;
const LEAST_LEFT = 70;
const BELOW_LEGEND = 18;
const BELOW_PLOT = 34;
const STROKE = 2;
const DASH = [7, 4];
const RADIUS = 2.5;
/** More values aren't marked one by one. */
const MOST_MARKED = 40;

/** A line over time for each series. */
export function drawTimeline(chart: Extract<Chart, { readonly kind: "timeline" }>, pen: Pen): Drawing {
  const { periods } = chart;
  const series = chart.series.map(({ name, values }) => ({ name, values: values.slice(0, periods.length) }));
  const ticks = niceTicks(series.flatMap(({ values }) => values.filter(Number.isFinite)));
  const [low, high] = [ticks[0], ticks.at(-1) ?? 1];
  const names = legend(
    series.map(({ name }) => name),
    pen.book,
  );
  const height = HEIGHT - ROW + names.height;
  const plot = {
    left: Math.max(LEAST_LEFT, figureRoom(ticks, pen)),
    right: CHART_WIDTH - 24,
    top: names.height + BELOW_LEGEND,
    bottom: height - BELOW_PLOT,
  };
  const middle = (plot.left + plot.right) / 2;
  const step = periods.length < 2 ? 0 : (plot.right - plot.left) / (periods.length - 1);
  const xOf = (idx: number): number => (step === 0 ? middle : plot.left + idx * step);
  const yOf = (value: number): number => plot.bottom - ((value - low) / (high - low)) * (plot.bottom - plot.top);
  const shapes: PathShape[] = [];
  for (const [idx, { values }] of series.entries()) {
    const parts: [number, number][][] = [[]];
    for (const [at, value] of values.entries()) {
      if (Number.isFinite(value)) parts.at(-1)?.push([xOf(at), yOf(value)]);
      else parts.push([]);
    }
    const drawn = parts.filter((part) => part.length > 1);
    // Where lines run on each other, the one below shows between the dashes of the other.
    const dash = idx === 0 ? [] : DASH;
    if (drawn.length > 0) shapes.push({ ...lines(drawn, seriesColor(idx), STROKE), dash });
    // A value with none beside it would show nothing.
    for (const part of periods.length <= MOST_MARKED ? parts : parts.filter(({ length }) => length === 1)) {
      shapes.push(...part.map(([x, y]) => filledCircle(x, y, RADIUS, seriesColor(idx))));
    }
  }
  return {
    width: CHART_WIDTH,
    height,
    shapes: [
      ...names.shapes,
      ...upwardAxis(ticks, plot, yOf, pen),
      ...alongAxis(spreadLabels(periods, xOf, pen.book, SMALL_TEXT, false), plot, SMALL_TEXT),
      ...shapes,
    ],
  };
}
