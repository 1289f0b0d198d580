import { COLORS } from "../report/colors.ts";
import type { FontBook, TextStyle } from "../text/font-book.ts";
import { CHART_WIDTH, oneLine, TEXT, type Pen, type Plot } from "./chart-look.ts";
import type { Shape } from "./drawing.ts";
import { segments, textAt } from "./shapes.ts";

/** Between an axis and its labels. */
const LABEL_GAP = 8;
const TICK = 5;
/** Between labels along an axis. */
const APART = 14;
/** Longer labels are shortened. */
export const WIDEST_FIGURE = 110;
const WIDEST_LABEL = 200;

/** A label of an axis from left to right. */
export interface AxisLabel {
  readonly text: string;
  /** What it labels. */
  readonly at: number;
  /** Its middle, which lies elsewhere where it would leave the chart. */
  readonly x: number;
  readonly width: number;
}

/** Room for the figures of an axis upwards, with what they stand away from it. */
export function figureRoom(ticks: readonly number[], { book, count }: Pen): number {
  const widths = ticks.map((tick) => book.width(figure(tick, book, count), TEXT));
  return Math.max(...widths) + LABEL_GAP + 2;
}

/** An axis upwards: a line across the plot and a figure beside it for each tick. */
export function upwardAxis(
  ticks: readonly number[],
  { left, right }: Plot,
  yOf: (value: number) => number,
  { book, count }: Pen,
): Shape[] {
  return ticks.flatMap((tick) => {
    const y = yOf(tick);
    return [
      segments([[left, y, right, y]], COLORS.line),
      textAt(figure(tick, book, count), [left - LABEL_GAP, y], "end", TEXT),
    ];
  });
}

function figure(tick: number, book: FontBook, count: Pen["count"]): string {
  return book.shorten(oneLine(count(tick)), WIDEST_FIGURE, TEXT);
}

/** The line of an axis from left to right, with a tick at each label. */
export function alongAxis(labels: readonly AxisLabel[], { left, right, bottom }: Plot, style: TextStyle): Shape[] {
  const ticks = labels.map(({ at }) => [at, bottom, at, bottom + TICK] as const);
  const middle = bottom + LABEL_GAP + 0.6 * style.size;
  return [
    segments([[left, bottom, right, bottom], ...ticks], COLORS.muted),
    ...labels.map(({ text, x }) => textAt(text, [x, middle], "middle", style)),
  ];
}

/** As many of the labels, at even steps from the first, as don't touch; with `isLastKept`, the last for one before it. */
export function spreadLabels(
  texts: readonly string[],
  xOf: (idx: number) => number,
  book: FontBook,
  style: TextStyle,
  isLastKept: boolean,
): AxisLabel[] {
  const all = texts.map((label, idx): AxisLabel => {
    const text = book.shorten(oneLine(label), WIDEST_LABEL, style);
    const width = book.width(text, style);
    const x = Math.min(Math.max(xOf(idx), width / 2), CHART_WIDTH - width / 2);
    return { text, at: xOf(idx), x, width };
  });
  let step = 1;
  while (!areApart(all, step)) step++;
  const shown = all.filter((_, idx) => idx % step === 0);
  const last = all.at(-1);
  if (isLastKept && last !== undefined && shown.at(-1) !== last) {
    while (shown.length > 1 && !areApart([...shown.slice(-1), last], 1)) shown.pop();
    if (areApart([...shown.slice(-1), last], 1)) shown.push(last);
  }
  return shown.filter(({ text }) => text !== "");
}

/** Whether each label and the one `step` behind it have room enough. */
function areApart(labels: readonly AxisLabel[], step: number): boolean {
  for (let idx = step; idx < labels.length; idx += step) {
    const [before, after] = [labels[idx - step], labels[idx]];
    if (before === undefined || after === undefined) continue;
    if (before.x + before.width / 2 + APART > after.x - after.width / 2) return false;
  }
  return true;
}
