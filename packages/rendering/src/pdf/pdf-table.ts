import { COLORS } from "../report/colors.ts";
import { cellText, figureColumns } from "../report/cell-text.ts";
import { columnWidths } from "../report/column-widths.ts";
import { lineHeight, type TextStyle } from "../text/font-book.ts";
import { STYLES, type PdfPage } from "./pdf-page.ts";
import type { Cell, Column } from "../report/report.ts";

const PADDING = 10;
const MOST_LINES = 10;
/** Tables of few rows stand on one page. */
const MOST_TOGETHER = 16;
const MOST_TOGETHER_HEIGHT = 420;
const HEADER_ROOM = 40;

/** A table of so many rows begins on a page that is written on less, and goes on over the next: no page is left half empty. */
const LEAST_SPLIT = 7;
const LEAST_FILLED = 0.8;

/** Its header and a few rows. */
const LEAST_START = 76;
const CAPTION_ROOM = 24;
/** The last rows of a table, which stand on one page with its caption. */
const LAST_TOGETHER = 3;

/** What must fit on a page for the table to begin there: the whole of a small one. */
export function tableStart(page: PdfPage, columns: readonly Column[], rows: readonly (readonly Cell[])[]): number {
  if (rows.length > MOST_TOGETHER || (rows.length >= LEAST_SPLIT && page.filled < LEAST_FILLED)) return LEAST_START;
  const widths = columnWidths(columns, rows, page.box.width, PADDING, STYLES.cell, page.writer.book);
  const height = rows.reduce(
    (sum, row) => sum + rowHeight(wrapRow(page, row.map(cellText), widths, STYLES.cell), STYLES.cell),
    HEADER_ROOM,
  );
  return height <= MOST_TOGETHER_HEIGHT ? height : LEAST_START;
}

/** Writes a table; rows stay whole and the header stands on each page. */
export function writeTable(page: PdfPage, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
  const { writer } = page;
  const widths = columnWidths(columns, rows, page.box.width, PADDING, STYLES.cell, writer.book);
  const isNumber = figureColumns(columns.length, rows);
  const row = (cells: readonly string[], style: TextStyle, left = Number.POSITIVE_INFINITY): void => {
    const lines = wrapRow(page, cells, widths, style);
    const height = rowHeight(lines, style);
    const together = left <= LAST_TOGETHER ? left * height + CAPTION_ROOM : height;
    if (style === STYLES.cell && page.room(together)) header();
    if (style === STYLES.headCell) page.fill(page.box.left, page.y, page.box.width, height, COLORS.navy);
    else page.fill(page.box.left, page.y + height - 0.5, page.box.width, 0.5, COLORS.line);
    let x = page.box.left;
    for (const [idx, cell] of lines.entries()) {
      const width = widths[idx] ?? 0;
      cell.forEach((text, line) => {
        const y = page.y + 3 + line * lineHeight(style);
        if (isNumber[idx] === true) writer.writeRight(text, x + width - PADDING / 2, y, style, width);
        else writer.write([writer.book.runs(text, style.weight)], x + PADDING / 2, y, style);
      });
      x += width;
    }
    page.y += height;
  };
  const header = (): void => {
    row(
      columns.map(({ label }) => label),
      STYLES.headCell,
    );
  };
  page.room(tableStart(page, columns, rows));
  header();
  for (const [idx, cells] of rows.entries()) row(cells.map(cellText), STYLES.cell, rows.length - idx);
}

function wrapRow(page: PdfPage, cells: readonly string[], widths: readonly number[], style: TextStyle): string[][] {
  return widths.map((width, idx) => page.writer.book.wrap(cells[idx] ?? "", width - PADDING, style, MOST_LINES));
}

function rowHeight(lines: readonly (readonly string[])[], style: TextStyle): number {
  return Math.max(...lines.map((cell) => cell.length)) * lineHeight(style) + 7;
}
