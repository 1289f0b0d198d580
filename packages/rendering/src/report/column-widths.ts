import { cellText } from "./cell-text.ts";
import type { FontBook, TextStyle } from "../text/font-book.ts";
import type { Cell, Column } from "./report.ts";

const MOST_NUMBER = 90;
const SAMPLE = 400;
const MOST_SAMPLED = 200;
/** Longer words than so many shares of the width are broken. */
const MOST_FOR_A_WORD = 2.2;

/**
 * How wide each column of a table is. Where all fits on one line, each gets its share of the room; else columns of numbers
 * and short texts get what they need, and the others share the rest by their need.
 */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  total: number,
  padding: number,
  style: TextStyle,
  book: FontBook,
): number[] {
  const bold = { ...style, weight: 700 as const };
  const words = columns.map(({ label }, idx) => {
    const cells = rows.slice(0, SAMPLE).map((row) => row[idx]);
    // A figure stays on one line with its unit.
    const parts = cells.flatMap((cell) =>
      typeof cell === "object" ? [cellText(cell)] : (cell ?? "").slice(0, MOST_SAMPLED).split(" "),
    );
    const all = [
      ...label.split(" ").map((word) => book.width(word, bold)),
      ...parts.map((part) => book.width(part, style)),
    ];
    return Math.min(Math.max(...all) + padding + 1, (MOST_FOR_A_WORD * total) / columns.length);
  });
  const needsWith = (labelLines: 1 | 2): number[] =>
    columns.map(({ label }, idx) => {
      const cells = rows.slice(0, SAMPLE).map((row) => cellText(row[idx]));
      const content = Math.max(0, ...cells.map((text) => book.width(text.slice(0, MOST_SAMPLED), style)));
      const onOneLine = book.width(label, bold);
      const head = labelLines === 1 && onOneLine <= MOST_NUMBER ? onOneLine : widthOnTwoLines(label, bold, book);
      return Math.max(content, head) + padding + 1;
    });
  const sum = (all: readonly number[]): number => all.reduce((done, one) => done + one, 0);
  // Where room is short, labels go over two lines before texts do.
  const onOneLine = needsWith(1);
  const needs = sum(onOneLine) <= total ? onOneLine : needsWith(2);
  if (sum(needs) <= total) return needs.map((need) => (need / sum(needs)) * total);
  const fair = total / columns.length;
  const isNarrow = needs.map((need) => need <= Math.min(fair, MOST_NUMBER + padding));
  const narrow = needs.reduce((done, need, idx) => done + (isNarrow[idx] === true ? need : 0), 0);
  const wide = needs.reduce((done, need, idx) => done + (isNarrow[idx] === true ? 0 : Math.min(need, total)), 0);
  const widths = needs.map((need, idx) =>
    isNarrow[idx] === true ? need : ((total - narrow) * Math.min(need, total)) / wide,
  );
  return withWholeWords(widths, words);
}

/** The least width of a label that goes over two lines at most. */
function widthOnTwoLines(label: string, style: TextStyle, book: FontBook): number {
  const words = label.split(" ");
  const breaks = words.map((_, at) =>
    Math.max(book.width(words.slice(0, at + 1).join(" "), style), book.width(words.slice(at + 1).join(" "), style)),
  );
  return Math.min(...breaks);
}

/** Takes from the columns that have room for their longest word or figure what those lack that haven't. */
function withWholeWords(widths: readonly number[], words: readonly number[]): number[] {
  const lacking = widths.reduce((sum, width, idx) => sum + Math.max(0, (words[idx] ?? 0) - width), 0);
  const spare = widths.map((width, idx) => Math.max(0, width - (words[idx] ?? 0)));
  const room = spare.reduce((sum, one) => sum + one, 0);
  if (lacking === 0 || room < lacking) return [...widths];
  return widths.map((width, idx) => Math.max(width, words[idx] ?? 0) - ((spare[idx] ?? 0) * lacking) / room);
}
