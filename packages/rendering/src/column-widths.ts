import { cellText } from "./cell-text.ts";
import type { FontBook, TextStyle } from "./font-book.ts";
import type { Cell, Column } from "./report.ts";

const MOST_NUMBER = 90;
const SAMPLE = 400;

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
  const needs = columns.map(({ label }, idx) => {
    const cells = rows.slice(0, SAMPLE).map((row) => cellText(row[idx]));
    const longestWord = Math.max(...label.split(" ").map((word) => book.width(word, bold)));
    const content = Math.max(0, ...cells.map((text) => book.width(text.slice(0, 200), style)));
    return Math.max(longestWord, content, Math.min(MOST_NUMBER, book.width(label, bold))) + padding + 1;
  });
  const fair = total / columns.length;
  const isNarrow = needs.map((need) => need <= Math.min(fair, MOST_NUMBER + padding));
  const narrow = needs.reduce((sum, need, idx) => sum + (isNarrow[idx] === true ? need : 0), 0);
  const wide = needs.reduce((sum, need, idx) => sum + (isNarrow[idx] === true ? 0 : Math.min(need, total)), 0);
  if (wide === 0) return needs.map((need) => (need / narrow) * total);
  return needs.map((need, idx) => (isNarrow[idx] === true ? need : ((total - narrow) * Math.min(need, total)) / wide));
}
