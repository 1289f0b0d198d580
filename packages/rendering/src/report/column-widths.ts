import { cellText } from "./cell-text.ts";
import type { FontBook, TextStyle } from "../text/font-book.ts";
import type { Cell, Column } from "./report.ts";

const MOST_NUMBER = 90;
const SAMPLE = 400;
const MOST_SAMPLED = 200;
/** Longer words than so many shares of the width are broken. */
const MOST_FOR_A_WORD = 2.2;

/**
 * How wide each column of a table is: columns of numbers and short texts get what they need, the others share the rest
 * by their need.
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
  const needsWith = (labelLines: number): number[] =>
    columns.map(({ label }, idx) => {
      const cells = rows.slice(0, SAMPLE).map((row) => cellText(row[idx]));
      const longestWord = Math.max(...label.split(" ").map((word) => book.width(word, bold)));
      const content = Math.max(0, ...cells.map((text) => book.width(text.slice(0, MOST_SAMPLED), style)));
      const wholeLabel = Math.min(MOST_NUMBER, book.width(label, bold)) / labelLines;
      return Math.max(longestWord, content, wholeLabel) + padding + 1;
    });
  // Where room is short, labels go over two lines before texts do.
  const onOneLine = needsWith(1);
  const needs = onOneLine.reduce((sum, need) => sum + need, 0) <= total ? onOneLine : needsWith(2);
  const fair = total / columns.length;
  const isNarrow = needs.map((need) => need <= Math.min(fair, MOST_NUMBER + padding));
  const narrow = needs.reduce((sum, need, idx) => sum + (isNarrow[idx] === true ? need : 0), 0);
  const wide = needs.reduce((sum, need, idx) => sum + (isNarrow[idx] === true ? 0 : Math.min(need, total)), 0);
  if (wide === 0) return needs.map((need) => (need / narrow) * total);
  const widths = needs.map((need, idx) =>
    isNarrow[idx] === true ? need : ((total - narrow) * Math.min(need, total)) / wide,
  );
  return withWholeWords(widths, words);
}

/** Takes from the columns that have room for their longest word or figure what those lack that haven't. */
function withWholeWords(widths: readonly number[], words: readonly number[]): number[] {
  const lacking = widths.reduce((sum, width, idx) => sum + Math.max(0, (words[idx] ?? 0) - width), 0);
  const spare = widths.map((width, idx) => Math.max(0, width - (words[idx] ?? 0)));
  const room = spare.reduce((sum, one) => sum + one, 0);
  if (lacking === 0 || room < lacking) return [...widths];
  return widths.map((width, idx) => Math.max(width, words[idx] ?? 0) - ((spare[idx] ?? 0) * lacking) / room);
}
