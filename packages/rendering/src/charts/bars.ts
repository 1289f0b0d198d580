import { COLORS } from "../report/colors.ts";
import type { Bar, Chart } from "../report/report.ts";
import type { FontBook, TextStyle } from "../text/font-book.ts";
import { CHART_WIDTH, finite, LINE_HEIGHT, oneLine, seriesColor, TEXT, WIDER, type Pen } from "./chart-look.ts";
import type { Drawing, Shape } from "./drawing.ts";
import { legend } from "./legend.ts";
import { filledRectangle, segments, textAt } from "./shapes.ts";

const LABEL_WIDTH = 260;
/** Labels that are shorter leave the bars more room. */
const LEAST_LABEL_WIDTH = 110;
/** For labels that are sentences: they get a third line too. */
const WORDY_LABEL_WIDTH = 340;
const LABEL_GAP = 8;
/** What a label leaves free beside the axis and at the edge of the chart. */
const AROUND_LABEL = 20;
const ROW = 34;
const WORDY_ROW = 50;
const ROW_OF_SERIES = 22;
const THICKEST = 22;
/** Of the thickness of a bar. */
const BETWEEN_SERIES = 0.15;
/** What bars take of the height of a row. */
const BARS_SHARE = 0.8;
/** Of values, where a row has several. */
const SIZE_OF_SEVERAL = 10.5;
const VALUE_GAP = 5;
/** Longer values are shortened; where some are below 0, others have less room. */
const WIDEST_VALUE = 180;
const WIDEST_OF_BOTH = 110;
const PADDING = 8;
/** Between a legend and the first row. */
const BELOW_LEGEND = 18;

interface Value {
  /** As a share of the largest, of either sign. */
  readonly share: number;
  readonly text: string;
  /** Of the text, at most. */
  readonly width: number;
}

/** Where the values of a chart are drawn. */
interface Scale {
  readonly zero: number;
  /** Length of the bar of the largest value. */
  readonly unit: number;
}

/** Bars from left to right, one below the other, each with its value at its end. */
export function drawBars({ bars, series }: Extract<Chart, { readonly kind: "bars" }>, { book }: Pen): Drawing {
  const several = series.length > 1;
  const isWordy = bars.some(({ label }) => book.wrap(oneLine(label), LABEL_WIDTH - AROUND_LABEL, TEXT).length > 2);
  const mostLeft = isWordy ? WORDY_LABEL_WIDTH : LABEL_WIDTH;
  const labels = bars.map(({ label }) => book.wrap(oneLine(label), mostLeft - AROUND_LABEL, TEXT, isWordy ? 3 : 2));
  const widest = labels.flat().reduce((most, line) => Math.max(most, book.width(line, TEXT)), 0);
  const left = Math.min(mostLeft, Math.max(LEAST_LABEL_WIDTH, WIDER * widest + AROUND_LABEL));
  const row = Math.max(several ? ROW_OF_SERIES * series.length : ROW, isWordy ? WORDY_ROW : 0);
  const names = several ? legend(series, book) : null;
  const top = names === null ? PADDING : names.height + BELOW_LEGEND;
  const bottom = top + bars.length * row;
  const style = { ...TEXT, size: several ? SIZE_OF_SEVERAL : TEXT.size };
  const rows = valuesOf(bars, series.length, book, style);
  const scale = scaleOf(rows.flat(), left);
  const shapes = labels.flatMap((lines, idx) => {
    const middle = top + (idx + 0.5) * row;
    return [...labelShapes(lines, left - LABEL_GAP, middle), ...barShapes(rows[idx] ?? [], middle, row, scale, style)];
  });
  const axis = segments([[scale.zero, top - PADDING / 2, scale.zero, bottom + PADDING / 2]], COLORS.muted);
  return {
    width: CHART_WIDTH,
    height: bottom + (several ? 2 : 1) * PADDING,
    shapes: [...(names?.shapes ?? []), ...shapes, axis],
  };
}

function valuesOf(bars: readonly Bar[], seriesCount: number, book: FontBook, style: TextStyle): Value[][] {
  const all = bars.map(({ values }) => Array.from({ length: seriesCount }, (_, idx) => values[idx]));
  const largest = all.flat().reduce((most, value) => Math.max(most, Math.abs(finite(value?.value))), 0);
  const widest = all.flat().some((value) => finite(value?.value) < 0) ? WIDEST_OF_BOTH : WIDEST_VALUE;
  return all.map((values) =>
    values.map((value) => {
      const text = book.shorten(oneLine(value?.text ?? ""), widest, style);
      const share = largest === 0 ? 0 : finite(value?.value) / largest;
      return { share, text, width: WIDER * book.width(text, style) };
    }),
  );
}

/** A scale on which all bars fit the room right of `left` with their values. */
function scaleOf(values: readonly Value[], left: number): Scale {
  const room = CHART_WIDTH - left - VALUE_GAP;
  const below = values.filter(({ share }) => share < 0);
  const least = below.reduce((sum, { share }) => Math.min(sum, share), 0);
  const before = below.reduce((most, { width }) => Math.max(most, width + 2 * VALUE_GAP), 0);
  let unit = (room - before) / (least === 0 ? 1 : -least);
  for (const { share, width } of values) {
    const reach = share - least;
    if (share >= 0 && reach > 0) unit = Math.min(unit, (room - before - VALUE_GAP - width) / reach);
  }
  return { zero: left + before - least * unit, unit };
}

function labelShapes(lines: readonly string[], right: number, middle: number): Shape[] {
  return lines.flatMap((text, idx) => {
    const y = middle + (idx - (lines.length - 1) / 2) * LINE_HEIGHT;
    return text === "" ? [] : [textAt(text, [right, y], "end", TEXT)];
  });
}

/** The bars of a row, one a series. */
function barShapes(values: readonly Value[], middle: number, row: number, scale: Scale, style: TextStyle): Shape[] {
  const shares = values.length + BETWEEN_SERIES * (values.length - 1);
  const thickness = Math.min(THICKEST, (row * BARS_SHARE) / shares);
  return values.flatMap(({ share, text }, idx) => {
    const y = middle + (idx - (values.length - 1) / 2) * thickness * (1 + BETWEEN_SERIES);
    const length = Math.abs(share) * scale.unit;
    const end = scale.zero + share * scale.unit;
    const bar = filledRectangle(Math.min(scale.zero, end), y - thickness / 2, length, thickness, seriesColor(idx));
    const value =
      share < 0 ? textAt(text, [end - VALUE_GAP, y], "end", style) : textAt(text, [end + VALUE_GAP, y], "start", style);
    return [...(length === 0 ? [] : [bar]), ...(text === "" ? [] : [value])];
  });
}
