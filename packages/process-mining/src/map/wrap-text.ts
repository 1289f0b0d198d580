import { isThai, thaiWordsOf } from "@longhaul/domain";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
/** Code units of what is seen as one character, but for the strangest. */
const MOST_UNITS = 8;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/u;

/**
 * Break a text into lines of at most `columns` columns, at spaces where there are any, inside a word where it must be;
 * East Asian characters take two columns. What doesn't fit into `maxLines` ends in an ellipsis. At least one line.
 */
export function wrapText(text: string, columns: number, maxLines: number): string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  const flush = (): void => {
    if (line.trim() !== "") lines.push(line.trim());
    line = "";
    width = 0;
  };
  // What can't be shown isn't looked at: names may be as long as a file allows.
  const shown = text.slice(0, MOST_UNITS * columns * (maxLines + 1));
  for (const word of shown.replace(/\s+/gu, " ").trim().split(" ")) {
    const pieces = isThai(word) ? thaiPieces(word, columns) : graphemes(word);
    const wordWidth = textColumns(word);
    if (width > 0 && width + 1 + wordWidth > columns) flush();
    if (width > 0) {
      line += " ";
      width++;
    }
    for (const piece of pieces) {
      const taken = textColumns(piece);
      if (width + taken > columns) flush();
      line += piece;
      width += taken;
    }
  }
  flush();
  if (lines.length <= maxLines) return lines.length === 0 ? [" "] : lines;
  const kept = lines.slice(0, maxLines);
  const last = graphemes(kept[maxLines - 1] ?? "");
  while (textColumns(last.join("")) > columns - 1) last.pop();
  return [...kept.slice(0, -1), `${last.join("")}…`];
}

/** Columns that a text takes: two for each East Asian character or pictograph, one for any other. */
export function textColumns(text: string): number {
  return graphemes(text).reduce((sum, grapheme) => sum + columnsOf(grapheme), 0);
}

/** Words of Thai, which has no spaces between them; characters of those that are longer than a line. */
function thaiPieces(text: string, columns: number): string[] {
  return thaiWordsOf(text).flatMap((word) => (textColumns(word) <= columns ? [word] : graphemes(word)));
}

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function columnsOf(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : 1;
}
