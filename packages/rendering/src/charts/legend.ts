import { CHART_WIDTH, oneLine, seriesColor, TEXT, WIDER } from "./chart-look.ts";
import type { Shape } from "./drawing.ts";
import type { FontBook } from "../text/font-book.ts";
import { filledRectangle, textAt } from "./shapes.ts";

const SIDE = 12;
const GAP = 5;
const APART = 6;
const ROW = 20;
const [LEFT, TOP] = [5, 2];

/** The names of series beside their colours, in rows from the upper left corner. */
export function legend(
  names: readonly string[],
  book: FontBook,
): { readonly height: number; readonly shapes: Shape[] } {
  const shapes: Shape[] = [];
  let [x, y] = [LEFT, TOP];
  for (const [idx, name] of names.entries()) {
    const text = book.shorten(oneLine(name), (CHART_WIDTH - LEFT - SIDE - GAP) / WIDER, TEXT);
    const width = SIDE + GAP + WIDER * book.width(text, TEXT);
    if (x > LEFT && x + width > CHART_WIDTH) [x, y] = [LEFT, y + ROW];
    shapes.push(filledRectangle(x, y + 2, SIDE, SIDE, seriesColor(idx)));
    if (text !== "") shapes.push(textAt(text, [x + SIDE + GAP, y + 2 + SIDE / 2], "start", TEXT));
    x += width + APART;
  }
  return { height: y + ROW, shapes };
}
