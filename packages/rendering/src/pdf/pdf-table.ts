import { COLORS } from "../report/colors.ts";
import { cellText, figureColumns } from "../report/cell-text.ts";
import { columnWidths } from "../report/column-widths.ts";
import { lineHeight, type TextStyle } from "../text/font-book.ts";
import { STYLES, type PdfPage } from "./pdf-page.ts";
import { actualText } from "./pdf-tags.ts";
import type { Cell, Column } from "../report/report.ts";

const PADDING = 10;
const MOST_LINES = 10;
/** Tables of few rows stand on one page. */
const MOST_TOGETHER = 16;
const MOST_TOGETHER_HEIGHT = 420;

/**
 * A table of so many rows, or so high, begins on a page that is written on less, and goes on over the next: no page is left
 * half empty.
 */
const LEAST_SPLIT = 6;
const LEAST_SPLIT_HEIGHT = 200;
const LEAST_FILLED = 0.8;

/** Rows that stand below the first header, and with the caption at the end, unless they are that high together. */
const FIRST_TOGETHER = 2;
const LAST_TOGETHER = 3;
const MOST_KEPT_HEIGHT = 240;

/** A table as it is laid out on a page of that width. */
interface TableLayout {
  readonly widths: readonly number[];
  readonly head: readonly (readonly string[])[];
  readonly headHeight: number;
  readonly rows: readonly (readonly (readonly string[])[])[];
  readonly heights: readonly number[];
}

/** A table of a report, and how high its caption is. */
interface CaptionedTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly captionHeight: number;
}

/** What must fit on a page for the table to begin there, `above` points further down: the whole of a small one. */
export function tableStart(page: PdfPage, table: CaptionedTable, above: number): number {
  return startOf(page, table, layOut(page, table), above);
}

function startOf(page: PdfPage, { captionHeight }: CaptionedTable, layout: TableLayout, above: number): number {
  const { headHeight, heights } = layout;
  const rows = heights.length;
  const first = headHeight + keptHeight(heights.slice(0, FIRST_TOGETHER), rows <= FIRST_TOGETHER ? captionHeight : 0);
  const whole = headHeight + sum(heights) + captionHeight;
  const isLong = rows >= LEAST_SPLIT || whole > LEAST_SPLIT_HEIGHT;
  if (rows > MOST_TOGETHER || (isLong && page.filledAfter(above) < LEAST_FILLED)) return first;
  return whole <= MOST_TOGETHER_HEIGHT ? whole : first;
}

/** Writes a table; rows stay whole and the header stands on each page. */
export function writeTable(page: PdfPage, table: CaptionedTable): void {
  const { writer } = page;
  const layout = layOut(page, table);
  const { widths, head, headHeight, rows, heights } = layout;
  const isNumber = figureColumns(table.columns.length, table.rows);
  const labels = table.columns.map(({ label }) => label);
  /** A row of `texts`, which is the head where there are none, and no part of the structure when it stands there again. */
  const row = (
    lines: readonly (readonly string[])[],
    height: number,
    texts?: readonly string[],
    isAgain = false,
  ): void => {
    const style: TextStyle = texts === undefined ? STYLES.headCell : STYLES.cell;
    if (style === STYLES.headCell) page.fill(page.box.left, page.y, page.box.width, height, COLORS.navy);
    else page.fill(page.box.left, page.y + height - 0.5, page.box.width, 0.5, COLORS.line);
    let x = page.box.left;
    for (const [idx, cell] of lines.entries()) {
      const width = widths[idx] ?? 0;
      const write = () =>
        cell.forEach((text, line) => {
          const y = page.y + page.spacing.row / 2 - 0.5 + line * lineHeight(style);
          if (isNumber[idx] === true) writer.writeRight(text, x + width - PADDING / 2, y, style, width);
          else writer.write([writer.book.runs(text, style.weight)], x + PADDING / 2, y, style);
        });
      if (isAgain) writer.tags.decoration(write);
      else {
        const text = (texts ?? labels)[idx] ?? "";
        writer.tags.text(texts === undefined ? "TH" : "TD", write, actualText(text, cell.length));
      }
      x += width;
    }
    page.y += height;
  };
  page.room(startOf(page, table, layout, 0));
  writer.tags.within("TR", () => row(head, headHeight));
  for (const [idx, lines] of rows.entries()) {
    const left = rows.length - idx;
    const below = left <= LAST_TOGETHER ? keptHeight(heights.slice(idx), table.captionHeight) : (heights[idx] ?? 0);
    if (page.room(below)) row(head, headHeight, undefined, true);
    const texts = (table.rows[idx] ?? []).map(cellText);
    writer.tags.within("TR", () => row(lines, heights[idx] ?? 0, texts));
  }
}

function layOut(page: PdfPage, { columns, rows }: CaptionedTable): TableLayout {
  const widths = columnWidths(columns, rows, page.box.width, PADDING, STYLES.cell, page.writer.book);
  const wrapped = rows.map((row) => wrapRow(page, row.map(cellText), widths, STYLES.cell));
  const labels = columns.map(({ label }) => label);
  const head = wrapRow(page, labels, widths, STYLES.headCell);
  return {
    widths,
    head,
    headHeight: rowHeight(page, head, STYLES.headCell),
    rows: wrapped,
    heights: wrapped.map((lines) => rowHeight(page, lines, STYLES.cell)),
  };
}

/** Of rows that stand on one page with what follows them; of one alone where that would take too much of it. */
function keptHeight(heights: readonly number[], after: number): number {
  const all = sum(heights) + after;
  return all <= MOST_KEPT_HEIGHT ? all : (heights[0] ?? 0) + (heights.length === 1 ? after : 0);
}

function wrapRow(page: PdfPage, cells: readonly string[], widths: readonly number[], style: TextStyle): string[][] {
  return widths.map((width, idx) => page.writer.book.wrap(cells[idx] ?? "", width - PADDING, style, MOST_LINES));
}

function rowHeight(page: PdfPage, lines: readonly (readonly string[])[], style: TextStyle): number {
  return Math.max(...lines.map((cell) => cell.length)) * lineHeight(style) + page.spacing.row;
}

const sum = (all: readonly number[]): number => all.reduce((done, one) => done + one, 0);
