import type { Chart } from "../report/report.ts";
import { alongAxis, figureRoom, spreadLabels, upwardAxis, WIDEST_FIGURE } from "./axis.ts";
import { CHART_WIDTH, finite, oneLine, seriesColor, SMALL_TEXT, TEXT, type Pen, type Plot } from "./chart-look.ts";
import type { Drawing, TextShape } from "./drawing.ts";
import { niceTicks } from "./nice-ticks.ts";
import { filledRectangle, textAt } from "./shapes.ts";

const HEIGHT = 225;
const LEAST_LEFT = 70;
/** Between a bar and its figure, and between figures. */
const GAP = 3;
/** White between bars, and what it is at most of the room of one. */
const BETWEEN = 3;
const BETWEEN_SHARE = 0.25;

/** A column for each class. */
export function drawHistogram(chart: Extract<Chart, { readonly kind: "histogram" }>, pen: Pen): Drawing {
  const { book } = pen;
  const { bins } = chart;
  const counts = bins.map((bin) => finite(bin.count));
  const ticks = niceTicks(counts);
  const [low, high] = [ticks[0], ticks.at(-1) ?? 1];
  const plot = {
    left: Math.max(LEAST_LEFT, figureRoom(ticks, pen)),
    right: CHART_WIDTH - 40,
    top: 32,
    bottom: HEIGHT - 48,
  };
  const slot = (plot.right - plot.left) / Math.max(1, bins.length);
  const xOf = (edge: number): number => plot.left + edge * slot;
  const yOf = (value: number): number => plot.bottom - ((value - low) / (high - low)) * (plot.bottom - plot.top);
  const between = Math.min(BETWEEN, slot * BETWEEN_SHARE);
  const edges = bins.length === 0 ? [] : [...bins.map(({ from }) => from.text), bins.at(-1)?.to.text ?? ""];
  const name = book.shorten(oneLine(chart.countLabel), CHART_WIDTH, TEXT);
  const valueName = book.shorten(oneLine(chart.valueLabel), CHART_WIDTH, TEXT);
  return {
    width: CHART_WIDTH,
    height: HEIGHT,
    shapes: [
      ...upwardAxis(ticks, plot, yOf, pen),
      ...counts.flatMap((value, idx) =>
        value === 0
          ? []
          : [
              filledRectangle(
                xOf(idx) + between / 2,
                Math.min(yOf(value), yOf(0)),
                slot - between,
                Math.abs(yOf(value) - yOf(0)),
                seriesColor(0),
              ),
            ],
      ),
      ...alongAxis(spreadLabels(edges, xOf, book, SMALL_TEXT, true), plot, SMALL_TEXT),
      ...figures(counts, { plot, slot, yOf }, pen),
      textAt(name, [Math.max(plot.left, book.width(name, TEXT)), 9], "end", TEXT),
      textAt(valueName, [nameMiddle(plot, book.width(valueName, TEXT)), HEIGHT - 9], "middle", TEXT),
    ].filter((shape) => shape.kind !== "text" || shape.text !== ""),
  };
}

/** The middle of a name below the plot, so that it stays in the chart. */
function nameMiddle({ left, right }: Plot, width: number): number {
  return Math.min(Math.max((left + right) / 2, width / 2), CHART_WIDTH - width / 2);
}

interface Columns {
  readonly plot: Plot;
  readonly slot: number;
  readonly yOf: (value: number) => number;
}

/** The figures above the columns, the highest first: those that would touch another or a column beside theirs are left out. */
function figures(counts: readonly number[], { plot, slot, yOf }: Columns, { book, count }: Pen): TextShape[] {
  const placed = new Map<number, { readonly shape: TextShape; readonly width: number }>();
  const reach = Math.ceil(WIDEST_FIGURE / slot);
  const order = counts.map((_, idx) => idx).toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0));
  for (const idx of order) {
    const value = counts[idx] ?? 0;
    const text = book.shorten(oneLine(count(value)), WIDEST_FIGURE, SMALL_TEXT);
    const width = book.width(text, SMALL_TEXT);
    const middle = plot.left + (idx + 0.5) * slot;
    const x = Math.min(Math.max(middle, plot.left + width / 2), CHART_WIDTH - width / 2);
    const foot = Math.min(yOf(value), yOf(0)) - GAP;
    let isFree = true;
    for (let other = idx - reach; other <= idx + reach && isFree; other++) {
      const column = counts[other];
      if (column === undefined || other === idx) continue;
      const apart = Math.abs(plot.left + (other + 0.5) * slot - x);
      const beside = placed.get(other);
      const isOnColumn = apart < (width + slot) / 2 && yOf(column) < foot;
      const isOnFigure =
        beside !== undefined &&
        Math.abs(beside.shape.x - x) < (width + beside.width) / 2 + GAP &&
        Math.abs(beside.shape.y - (foot - GAP)) < SMALL_TEXT.size;
      isFree = !isOnColumn && !isOnFigure;
    }
    if (!isFree) continue;
    placed.set(idx, { shape: { ...textAt(text, [x, 0], "middle", SMALL_TEXT), y: foot - GAP }, width });
  }
  return [...placed.values()].map(({ shape }) => shape);
}
