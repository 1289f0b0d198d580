import { cellText, figureColumns } from "./cell-text.ts";
import { COLORS } from "./colors.ts";
import { columnWidths } from "./column-widths.ts";
import { lineHeight } from "./font-book.ts";
import type { Deck } from "./pptx-deck.ts";
import { printable } from "./printable.ts";
import { hex, SLIDE, slideText } from "./pptx-text.ts";
import type { Block } from "./report.ts";

const POINTS = 72;
const PADDING = 14;
const FONT_SIZE = 11;
/** Whoever opens the slides may have a wider font than the one that is measured. */
const STYLE = { size: 12, color: COLORS.text };
const MOST_LINES = 3;
const MOST_SLIDES = 2;
const CAPTION = 0.35;
const LEAST_START = 2.2;
const BORDER = { type: "solid" as const, pt: 0.5, color: hex(COLORS.line) };

type Table = Extract<Block, { readonly kind: "table" }>;

/**
 * Writes a table on as many slides as it needs, two at most, with its header on each. Cells are shortened to three
 * lines. What is left out is said.
 */
export function writeSlideTable(deck: Deck, { columns, rows }: Table, caption: string): void {
  const { book } = deck;
  const widths = columnWidths(columns, rows, SLIDE.width * POINTS, PADDING, STYLE, book);
  const isFigure = figureColumns(columns.length, rows);
  const lines = rows.map((row) =>
    widths.map((width, idx) => book.wrap(cellText(row[idx]), width - PADDING, STYLE, MOST_LINES)),
  );
  const heights = lines.map(
    (cells) => (Math.max(...cells.map((cell) => cell.length)) * lineHeight(STYLE) + 8) / POINTS,
  );
  const header = (lineHeight(STYLE) + 10) / POINTS;
  let first = 0;
  for (let slide = 0; first < rows.length && slide < MOST_SLIDES; slide++) {
    const wanted = heights.slice(first).reduce((sum, height) => sum + height, header + CAPTION);
    deck.room(wanted <= SLIDE.bottom - SLIDE.top ? wanted : LEAST_START);
    let end = first;
    let height = header + CAPTION;
    while (end < rows.length && height + (heights[end] ?? 0) <= deck.free) height += heights[end++] ?? 0;
    if (end === first) end = first + 1;
    const isLast = end === rows.length || slide < MOST_SLIDES - 1;
    const more = isLast ? "" : ` – ${rows.length - end} further rows are in the other formats of this report`;
    slideText(deck.slide, book.shorten(`${caption}${more}`, SLIDE.width * POINTS, { size: 11 }), {
      x: SLIDE.left,
      y: deck.y,
      w: SLIDE.width,
      h: 0.28,
      margin: 0,
      fontSize: 11,
      color: hex(COLORS.muted),
    });
    deck.y += CAPTION;
    const align = (idx: number) => (isFigure[idx] === true ? ("right" as const) : ("left" as const));
    const head = columns.map(({ label }, idx) => ({
      text: printable(label),
      options: { bold: true, color: "FFFFFF", fill: { color: hex(COLORS.navy) }, align: align(idx) },
    }));
    const body = lines
      .slice(first, end)
      .map((cells) => cells.map((cell, idx) => ({ text: printable(cell.join(" ")), options: { align: align(idx) } })));
    deck.slide.addTable([head, ...body], {
      x: SLIDE.left,
      y: deck.y,
      w: SLIDE.width,
      colW: widths.map((width) => width / POINTS),
      rowH: [header, ...heights.slice(first, end)],
      fontSize: FONT_SIZE,
      fontFace: SLIDE.font,
      color: hex(COLORS.text),
      valign: "middle",
      margin: [0.03, 0.08, 0.03, 0.08],
      border: BORDER,
    });
    deck.y += height - CAPTION + 0.2;
    first = end;
  }
}
