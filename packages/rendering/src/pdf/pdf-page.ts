import { COLORS } from "../report/colors.ts";
import { lineHeight, type TextStyle } from "../text/font-book.ts";
import type { Block } from "../report/report.ts";
import { actualText } from "./pdf-tags.ts";
import type { PdfWriter } from "./pdf-writer.ts";

/** Where text stands on a page, in points. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
}

/** A4. */
export const PORTRAIT: Box = { left: 56, right: 539, width: 483, top: 56, bottom: 776 };
const LANDSCAPE: Box = { left: 56, right: 786, width: 730, top: 50, bottom: 528 };

export const STYLES = {
  title: { size: 22, color: COLORS.white, weight: 700 },
  kicker: { size: 11, color: COLORS.onCover, weight: 700 },
  subtitle: { size: 13, color: COLORS.white },
  heading: { size: 17, color: COLORS.navy, weight: 700 },
  figure: { size: 15, color: COLORS.navy, weight: 700 },
  strong: { size: 10, color: COLORS.navy, weight: 700 },
  body: { size: 10, color: COLORS.text },
  note: { size: 9, color: COLORS.text },
  small: { size: 8.5, color: COLORS.muted },
  cell: { size: 8.5, color: COLORS.text },
  headCell: { size: 8.5, color: COLORS.white, weight: 700 },
} as const satisfies Record<string, TextStyle>;

/** What stands between things, in points, and how large charts are, as a share of the width. */
export interface Spacing {
  readonly block: number;
  readonly section: number;
  /** What a row of a table has around its lines. */
  readonly row: number;
  readonly chart: number;
}

/** Of the whole width: the smallest texts of a chart are 6.5 points high then. */
export const LEAST_CHART = 0.87;

export const USUAL: Spacing = { block: 12, section: 8, row: 7, chart: 1 };
/** For what would else leave the last page almost empty. */
export const TIGHT: Spacing = { block: 8, section: 4, row: 4, chart: 0.93 };
export const TIGHTER: Spacing = { block: 6, section: 2, row: 3, chart: LEAST_CHART };

/** What layouts of a report differ in, beside their spacing. */
export interface LayoutChoices {
  /** Of a page that isn't left for a picture which needs the next one. */
  readonly leastFilled: number;
  /** Charts that are drawn as large as without a tighter spacing. */
  readonly largeCharts: ReadonlySet<Block>;
}

/** A paragraph of no more lines stands on one page. */
const MOST_TOGETHER = 6;

/** The page that is being filled, from top to bottom. */
export class PdfPage {
  readonly writer: PdfWriter;
  readonly spacing: Spacing;
  box = PORTRAIT;
  y: number = PORTRAIT.top;

  readonly leastFilled: number;
  readonly largeCharts: ReadonlySet<Block>;
  /** Charts that were drawn, with the number of their page. */
  readonly charts: { readonly block: Block; readonly number: number }[] = [];
  /** How far each page before this one is written on. */
  readonly #fills: number[] = [];

  constructor(
    writer: PdfWriter,
    spacing: Spacing,
    { leastFilled = 0, largeCharts = new Set() }: Partial<LayoutChoices>,
  ) {
    this.writer = writer;
    this.spacing = spacing;
    this.leastFilled = leastFilled;
    this.largeCharts = largeCharts;
  }

  /** Number of the page, from 1. */
  get number(): number {
    return this.writer.doc.bufferedPageRange().count;
  }

  next(): void {
    this.#leave();
    this.writer.doc.addPage();
    this.box = PORTRAIT;
    this.y = this.box.top;
  }

  /** Begins a page on its side, unless one has begun with a heading and no more. */
  nextOnSide(): void {
    if (this.box === LANDSCAPE && this.y < 100) return;
    this.#leave();
    this.writer.doc.addPage({ size: "A4", layout: "landscape", margin: 0 });
    this.box = LANDSCAPE;
    this.y = this.box.top;
  }

  #leave(): void {
    if (this.number > 0) this.#fills.push(this.filled);
  }

  /** The share of a page that is written on, 0 to 1; pages are counted from 1. */
  filledOn(number: number): number {
    return this.#fills[number - 1] ?? this.filled;
  }

  /** The number of pages, and more for each before the last that is written on less than `least`. */
  cost(least: number): number {
    return this.#fills.reduce((sum, fill) => sum + Math.max(0, least - fill), this.number);
  }

  /** The share of this page that is written on, 0 to 1. */
  get filled(): number {
    return this.filledAfter(0);
  }

  /** As `filled`, when so many points more are written on. */
  filledAfter(height: number): number {
    return Math.min(1, (this.y + height - this.box.top) / (this.box.bottom - this.box.top));
  }

  /** Leaves the rest of the page empty. */
  end(): void {
    this.y = this.box.bottom + 1;
  }

  /** Goes on to the next page when less than `height` is left; what fits no page starts one. */
  room(height: number): boolean {
    if (this.y + height <= this.box.bottom || this.y === this.box.top) return false;
    this.next();
    return true;
  }

  /** Writes a paragraph, over pages if need be. */
  put(text: string, style: TextStyle, tag: "Caption" | "H2" | "H3" | "P" = "P"): void {
    const { tags, book } = this.writer;
    const lines = book.lines(text, this.box.width, style);
    if (lines.length <= MOST_TOGETHER) this.room(lines.length * lineHeight(style));
    const write = (): void => {
      for (const line of lines) {
        this.room(lineHeight(style));
        tags.content(() => (this.y += this.writer.write([line], this.box.left, this.y, style)));
      }
    };
    tags.within(tag, write, actualText(text, lines.length));
  }

  heightOf(text: string, style: TextStyle, width: number = this.box.width): number {
    return this.writer.book.wrap(text, width, style).length * lineHeight(style);
  }

  fill(x: number, y: number, width: number, height: number, color: string): void {
    const { doc, tags, paint } = this.writer;
    tags.decoration(() => doc.rect(x, y, width, height).fill(paint(color)));
  }
}
