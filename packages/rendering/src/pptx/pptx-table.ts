import { isDeepStrictEqual } from "node:util";
import { cellText, figureColumns } from "../report/cell-text.ts";
import { COLORS } from "../report/colors.ts";
import { columnWidths } from "../report/column-widths.ts";
import { lineHeight, type FontBook } from "../text/font-book.ts";
import type { Slide } from "./text/pptx-library.ts";
import { hex, SLIDE, slideText } from "./text/pptx-text.ts";
import { printable } from "../text/printable.ts";
import type { Block } from "../report/report.ts";
import type { SlideBox, SlideItem, SlideLook } from "./slide-item.ts";

const POINTS = 72;
const PADDING = 14;
/** Of texts in points: what a table has at least, and larger ones where there is room. */
const LEAST_SIZE = 11;
const LARGER_SIZES = [16, 15, 14, 13, 12] as const;
/** A longer table isn't set larger. */
const MOST_LARGER = 16;
const MOST_LINES = 3;
const CAPTION = { size: 11, color: COLORS.muted };
const ROW_PADDING = 4;
/** What each row may grow by where there is room, in inches. */
const ROW_GROWTH = 0.2;
/** A table of fewer rows stands on one slide. */
const LEAST_SPLIT = 10;
/** A part of a table has at least so many rows. */
const LEAST_ROWS = 3;
const GAP = 0.3;
const BORDER = { type: "solid" as const, pt: 0.5, color: hex(COLORS.line) };

export type Table = Extract<Block, { readonly kind: "table" }>;

/** For measuring texts: larger than shown, because the viewer's font may be wider than ours. */
const measured = (size: number) => ({ size: size + 1, color: COLORS.text });

/** A table with its texts shortened for a width, and the height of each row. */
interface Layout {
  readonly table: Table;
  /** Of its texts. */
  readonly size: number;
  /** The same set larger, the largest first. */
  readonly larger: readonly Layout[];
  /** In one or two lines. */
  readonly caption: string;
  readonly widths: readonly number[];
  readonly isFigure: readonly boolean[];
  /** As much of each cell as is shown. */
  readonly texts: readonly (readonly string[])[];
  readonly heights: readonly number[];
  /** Height of the head, in as many lines as its longest label needs. */
  readonly head: number;
  /** Of the caption. */
  readonly top: number;
  /** Of the header. */
  readonly headColor: string;
}

/**
 * A table on as many slides as it needs, two at most, with its header on each; `room` is what a whole slide has. Cells
 * are shortened to three lines. What is left out is said.
 */
export function tableItem(table: Table, caption: string, room: number, look: SlideLook): SlideItem {
  const { book, texts } = look;
  const layout = layEachSize(table, caption, SLIDE.width, look);
  const whole = part(layout, 0, table.rows.length);
  const rest = (first: number): SlideItem => {
    const end = rowsThatFit(layout, first, room);
    const left = table.rows.length - end;
    const more = left === 0 ? "" : ` – ${texts.furtherRows(left)}`;
    return part({ ...layout, ...layCaption(`${caption}${more}`, SLIDE.width, book) }, first, end);
  };
  return {
    ...whole,
    split: (height) => {
      if (table.rows.length < LEAST_SPLIT && whole.least <= room) return null;
      const end = Math.min(rowsThatFit(layout, 0, height), table.rows.length - LEAST_ROWS);
      return end < LEAST_ROWS ? null : [part(layout, 0, end), rest(end)];
    },
  };
}

/** Tables of two columns beside each other. */
export function tablesItem(
  tables: readonly { readonly table: Table; readonly caption: string }[],
  look: SlideLook,
): SlideItem {
  const width = (SLIDE.width - GAP * (tables.length - 1)) / tables.length;
  const layouts = tables.map(({ table, caption }) => layTable(table, caption, width, LEAST_SIZE, look));
  const top = Math.max(...layouts.map((layout) => layout.top));
  const parts = layouts.map((layout) => part({ ...layout, top }, 0, layout.table.rows.length));
  const height = Math.max(...parts.map(({ least }) => least));
  const most = Math.min(...parts.map((one) => one.most - one.least));
  return {
    least: height,
    most: height + most,
    write: (slide, box) => {
      const growth = box.h - height;
      parts.forEach(({ least, write }, idx) => {
        write(slide, { x: box.x + idx * (width + GAP), y: box.y, w: width, h: least + growth });
      });
    },
  };
}

/** The table, and what it is like where there is room. */
function layEachSize(table: Table, caption: string, width: number, look: SlideLook): Layout {
  const layout = layTable(table, caption, width, LEAST_SIZE, look);
  if (table.rows.length > MOST_LARGER) return layout;
  const larger = LARGER_SIZES.map((size) => layTable(table, caption, width, size, look));
  // Larger texts aren't worth what is cut off them.
  return { ...layout, larger: larger.filter(({ texts }) => isDeepStrictEqual(texts, layout.texts)) };
}

function layTable(table: Table, caption: string, width: number, size: number, { book, paint }: SlideLook): Layout {
  const { columns, rows } = table;
  const style = measured(size);
  const widths = columnWidths(columns, rows, width * POINTS, PADDING, style, book);
  const cells = rows.map((row) =>
    widths.map((one, idx) => shownCell(cellText(row[idx]), book.wrap(cellText(row[idx]), one - PADDING, style))),
  );
  const texts = cells.map((row) => row.map(({ text }) => text));
  const heights = cells.map(
    (row) => (Math.max(...row.map(({ lines }) => lines)) * lineHeight(style) + ROW_PADDING) / POINTS,
  );
  const headLines = columns.map(
    ({ label }, idx) => book.wrap(label, (widths[idx] ?? 0) - PADDING, { ...style, weight: 700 }).length,
  );
  const head = (Math.max(1, ...headLines) * lineHeight(style) + 8) / POINTS;
  const isFigure = figureColumns(columns.length, rows);
  const headColor = paint(COLORS.navy);
  return {
    table,
    size,
    larger: [],
    widths,
    isFigure,
    texts,
    heights,
    head,
    headColor,
    ...layCaption(caption, width, book),
  };
}

/** The text, or its first lines with an ellipsis, and in how many lines it stands. */
function shownCell(text: string, lines: readonly string[]): { readonly text: string; readonly lines: number } {
  if (lines.length <= MOST_LINES) return { text, lines: lines.length };
  const first = lines.slice(0, MOST_LINES).join(" ");
  return { text: `${first.slice(0, -1).trimEnd()}…`, lines: MOST_LINES };
}

function layCaption(caption: string, width: number, book: FontBook): Pick<Layout, "caption" | "top"> {
  const lines = book.wrap(caption, width * POINTS, CAPTION, 2);
  return { caption: lines.join(" "), top: (lines.length * lineHeight(CAPTION)) / POINTS + 0.1 };
}

function rowsThatFit({ heights, top, head }: Layout, first: number, room: number): number {
  let height = head + top;
  let end = first;
  while (end < heights.length && height + (heights[end] ?? 0) <= room) height += heights[end++] ?? 0;
  return end;
}

/** The rows from `first` to before `end` as an item that can't be split, set as large as there is room for. */
function part(layout: Layout, first: number, end: number): SlideItem {
  const { caption, top } = layout;
  const all = [...layout.larger, layout].map((one) => ({ ...one, caption, top }));
  const heightOf = ({ heights, head }: Layout): number =>
    heights.slice(first, end).reduce((sum, one) => sum + one, head + top);
  const rows = Math.max(1, end - first);
  return {
    least: heightOf(layout),
    most: Math.max(...all.map(heightOf)) + rows * ROW_GROWTH,
    write: (slide, box) => {
      const chosen = all.find((one) => heightOf(one) <= box.h + 0.001) ?? layout;
      const growth = Math.min(ROW_GROWTH, Math.max(0, box.h - heightOf(chosen)) / rows);
      const rowHeights = chosen.heights.slice(first, end).map((one) => one + growth);
      writeRows(slide, box, chosen, chosen.texts.slice(first, end), rowHeights);
    },
  };
}

function writeRows(
  slide: Slide,
  { x, y, w }: SlideBox,
  { table, size, head, caption, widths, isFigure, top, headColor }: Layout,
  texts: Layout["texts"],
  heights: readonly number[],
): void {
  const look = { margin: 0, fontSize: CAPTION.size, color: hex(CAPTION.color), valign: "top" as const };
  slideText(slide, caption, { x, y, w, h: top - 0.05, ...look });
  const align = (idx: number) => (isFigure[idx] === true ? ("right" as const) : ("left" as const));
  const headCells = table.columns.map(({ label }, idx) => ({
    text: printable(label),
    options: { bold: true, color: "FFFFFF", fill: { color: hex(headColor) }, align: align(idx) },
  }));
  const body = texts.map((cells) =>
    cells.map((text, idx) => ({ text: printable(text), options: { align: align(idx) } })),
  );
  slide.addTable([headCells, ...body], {
    x,
    y: y + top,
    w,
    colW: widths.map((width) => width / POINTS),
    rowH: [head, ...heights],
    fontSize: size,
    fontFace: SLIDE.font,
    color: hex(COLORS.text),
    valign: "middle",
    margin: [0.03, 0.08, 0.03, 0.08],
    border: BORDER,
  });
}
