import { COLORS } from "../report/colors.ts";
import type { Slide } from "./text/pptx-library.ts";
import { hex, SLIDE, slideText } from "./text/pptx-text.ts";
import type { Section } from "../report/report.ts";
import type { FontBook } from "../text/font-book.ts";
import type { SlideLook } from "./slide-item.ts";

/** What stands above the contents of a slide: what it is about, and what it says. */
export interface SlideTitle {
  readonly heading: string;
  readonly message?: string;
}

const MESSAGE = { size: 20, color: COLORS.navy, weight: 700 } as const;

/** Writes heading, footer and number of a slide. */
export function writeFrame(slide: Slide, title: SlideTitle, report: string, number: number, look: SlideLook): void {
  writeHeading(slide, title, look);
  const foot = { y: 7.02, h: 0.3, fontSize: 10, color: hex(COLORS.muted), margin: 0 };
  slideText(slide, look.book.shorten(report, 700, { size: 10 }), { ...foot, x: SLIDE.left, w: 10 });
  slideText(slide, String(number), { ...foot, x: SLIDE.left + SLIDE.width - 1, w: 1, align: "right" });
}

const messageLines = (message: string, book: FontBook): number => book.wrap(message, SLIDE.width * 72, MESSAGE).length;

/** What a section says above all as a title says it; nothing where it takes more than two lines. */
export function titleMessage(
  { message = "" }: Pick<Section, "message">,
  book: FontBook,
): { readonly message?: string } {
  const title = message.trim().replace(/\.$/, "");
  return title === "" || messageLines(title, book) > 2 ? {} : { message: title };
}

/** A message is the title, the heading small above it; the heading where there is none. */
export function writeHeading(slide: Slide, { heading, message = "" }: SlideTitle, { book, paint }: SlideLook): void {
  const box = { x: SLIDE.left, w: SLIDE.width, margin: 0 };
  const color = hex(paint(COLORS.navy));
  const lines = message === "" ? 0 : messageLines(message, book);
  slide.addShape("rect", { x: SLIDE.left, y: 1.08, w: SLIDE.width, h: 0.03, fill: { color: hex(paint(COLORS.blue)) } });
  if (lines === 0) {
    const short = book.shorten(heading, SLIDE.width * 72, { size: 24, weight: 700 });
    slideText(slide, short, { ...box, y: 0.45, h: 0.6, fontSize: 24, bold: true, color });
    return;
  }
  const short = book.shorten(heading, SLIDE.width * 72, { size: 12, weight: 700 });
  const kicker = { y: lines === 1 ? 0.38 : 0.12, h: 0.24, fontSize: 12, bold: true, color: hex(COLORS.muted) };
  slideText(slide, short, { ...box, ...kicker });
  const look = { fontSize: MESSAGE.size, bold: true, color, valign: "middle" as const, fit: "shrink" as const };
  slideText(slide, message, { ...box, ...look, y: lines === 1 ? 0.6 : 0.36, h: lines === 1 ? 0.45 : 0.7 });
}
