import { COLORS } from "../report/colors.ts";
import type { Slide } from "./text/pptx-library.ts";
import { hex, SLIDE, slideText } from "./text/pptx-text.ts";
import type { SlideLook } from "./slide-item.ts";

/** Writes heading, footer and number of a slide. */
export function writeFrame(slide: Slide, heading: string, title: string, number: number, look: SlideLook): void {
  writeHeading(slide, heading, look);
  const foot = { y: 7.02, h: 0.3, fontSize: 10, color: hex(COLORS.muted), margin: 0 };
  slideText(slide, look.book.shorten(title, 700, { size: 10 }), { ...foot, x: SLIDE.left, w: 10 });
  slideText(slide, String(number), { ...foot, x: SLIDE.left + SLIDE.width - 1, w: 1, align: "right" });
}

export function writeHeading(slide: Slide, heading: string, { book, paint }: SlideLook): void {
  const box = { x: SLIDE.left, w: SLIDE.width, margin: 0 };
  const short = book.shorten(heading, SLIDE.width * 72, { size: 24, weight: 700 });
  slideText(slide, short, { ...box, y: 0.45, h: 0.6, fontSize: 24, bold: true, color: hex(paint(COLORS.navy)) });
  slide.addShape("rect", { x: SLIDE.left, y: 1.08, w: SLIDE.width, h: 0.03, fill: { color: hex(paint(COLORS.blue)) } });
}
