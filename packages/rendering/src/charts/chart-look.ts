import { COLORS } from "../report/colors.ts";
import type { FontBook } from "../text/font-book.ts";
import { printable } from "../text/printable.ts";

/** Width of a chart in its own units; its font size is 12. */
export const CHART_WIDTH = 680;
export const TEXT = { size: 12, color: COLORS.text };
export const SMALL_TEXT = { size: 11, color: COLORS.text };
/** Between the lines of a label. */
export const LINE_HEIGHT = 14;

const SERIES_COLORS = [COLORS.blue, COLORS.orange, COLORS.green] as const;

export function seriesColor(idx: number): string {
  return SERIES_COLORS[idx % SERIES_COLORS.length] ?? COLORS.blue;
}

/** Browsers without the fonts of reports write in others: texts of charts may be this much longer than they are measured. */
export const WIDER = 1.15;

/** What a chart is written with: the fonts of the report, and how it writes figures. */
export interface Pen {
  readonly book: FontBook;
  readonly count: (value: number) => string;
}

/** Where the values of a chart are drawn. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A text of anybody's as one line of what can be shown. */
export function oneLine(text: string): string {
  return printable(text).replaceAll(/\s+/g, " ").trim();
}

/** A value that can be drawn. */
export function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}
