import { COLORS } from "../report/colors.ts";
import type { FontBook } from "../text/font-book.ts";
import { printable } from "../text/printable.ts";
import type { SlideTitle } from "./pptx-frame.ts";
import type { Slide } from "./text/pptx-library.ts";
import { hex, SLIDE, slideText } from "./text/pptx-text.ts";

const POINTS = 72;
/** Between two lines of contents, in inches. */
const LEAST_LINE = 0.4;
const MOST_LINE = 0.6;
const MOST_LINES = 13;
const COLUMNS_GAP = 0.6;
const NUMBER = 0.5;
/** Of a heading beside what its section says. */
const HEADING = 3.9;

/** A section with the slide on which it begins. */
interface ContentsLine extends SlideTitle {
  readonly slide: number;
}

/** How many lines of contents there is room for. */
export const contentsLines = (room: number): number => Math.min(MOST_LINES, Math.floor(room / LEAST_LINE));

/** Sections with links to their slides, each with what it says where there is room for that; in two columns where one is too short. */
export function writeContents(
  slide: Slide,
  lines: readonly ContentsLine[],
  { room, width }: { readonly room: number; readonly width: number },
  book: FontBook,
): void {
  const isOne = lines.length <= contentsLines(room);
  const perColumn = isOne ? lines.length : Math.ceil(lines.length / 2);
  const distance = Math.min(MOST_LINE, room / Math.max(1, perColumn));
  const whole = isOne ? width : (width - COLUMNS_GAP) / 2;
  const saysMore = isOne && whole > 2 * HEADING;
  const own = saysMore ? HEADING : whole - NUMBER;
  for (const [idx, { heading, message, slide: number }] of lines.entries()) {
    const x = SLIDE.left + Math.floor(idx / perColumn) * (whole + COLUMNS_GAP);
    const line = { y: SLIDE.top + (idx % perColumn) * distance, h: 0.36, margin: 0 };
    const look = { fontSize: 14, color: hex(COLORS.text) };
    const link = { slide: number, tooltip: printable(heading) };
    const name = book.shorten(heading, (own - 0.1) * POINTS, { size: 14 });
    slide.addText([{ text: printable(name), options: { hyperlink: link, color: look.color } }], {
      ...look,
      ...line,
      x,
      w: own,
    });
    if (saysMore && message !== undefined) {
      const rest = whole - own - NUMBER;
      const said = book.shorten(message, (rest - 0.1) * POINTS, { size: 12 });
      slideText(slide, said, { ...line, x: x + own, w: rest, fontSize: 12, color: hex(COLORS.muted) });
    }
    slide.addText(String(number), { ...look, ...line, x: x + whole - NUMBER, w: NUMBER, align: "right" });
  }
}
