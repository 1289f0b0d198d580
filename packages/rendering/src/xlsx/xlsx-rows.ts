import type { Cell as SheetCell, CellObject } from "write-excel-file/node";

/** Of a line, in points. */
const LINE = 15;
/** The most that Excel takes. */
const MOST_HEIGHT = 409;
/** Characters of a text that stand on the width of a figure: less than there are, in most fonts. */
const PER_FIGURE = 1.1;
/** Characters that are as wide as two. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/gu;

/**
 * The rows as high as their wrapped texts need: not every program makes them so when it opens a workbook.
 *
 * @param widths of the columns, in characters
 */
export function withHeights(rows: readonly SheetCell[][], widths: readonly number[]): SheetCell[][] {
  return rows.map((row) =>
    row.map((cell, at) => {
      if (!isWrapped(cell) || cell.height !== undefined) return cell;
      const lines = linesOf(cell.value, PER_FIGURE * (widths[at] ?? 0));
      return lines < 2 ? cell : { ...cell, height: Math.min(MOST_HEIGHT, lines * LINE) };
    }),
  );
}

type WrappedCell = CellObject & { readonly value: string };

function isWrapped(cell: SheetCell): cell is WrappedCell {
  return typeof cell === "object" && cell !== null && "wrap" in cell && cell.wrap && typeof cell.value === "string";
}

function linesOf(text: string, width: number): number {
  return text.split("\n").reduce((sum, paragraph) => sum + linesOfParagraph(paragraph, width), 0);
}

/** Word by word, as a spreadsheet wraps; longer words are broken. */
function linesOfParagraph(text: string, width: number): number {
  let lines = 1;
  let used = 0;
  for (const word of text.split(" ")) {
    const length = word.length + (word.match(WIDE)?.length ?? 0);
    if (used > 0 && used + 1 + length > width) {
      lines++;
      used = 0;
    }
    used += (used > 0 ? 1 : 0) + length;
    lines += Math.max(0, Math.ceil(used / width) - 1);
    used = used > width ? used % width : used;
  }
  return lines;
}
