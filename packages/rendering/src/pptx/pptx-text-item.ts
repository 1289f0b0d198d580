import { COLORS } from "../report/colors.ts";
import { lineHeight, type FontBook } from "../text/font-book.ts";
import { ledText } from "../text/led-text.ts";
import { hex, ledRuns, SLIDE } from "./text/pptx-text.ts";
import type { Block } from "../report/report.ts";
import type { SlideItem, SlideLook } from "./slide-item.ts";

type Text = Extract<Block, { readonly kind: "text" }>;

const POINTS = 72;
const SIZES = [16, 14, 12] as const;
/** Inches between two items of a slide. */
const GAP = 0.18;

/** The largest font size at which a section that has only texts fits on one slide; the default size for other sections. */
export function textSizeFor(blocks: readonly Block[], room: number, book: FontBook): number {
  const texts = blocks.filter((block) => block.kind === "text");
  if (texts.length < blocks.length) return SIZES[0];
  const height = (size: number): number =>
    texts.reduce((sum, block) => sum + textHeight(block, size, book), GAP * (texts.length - 1));
  return SIZES.find((size) => height(size) <= room) ?? SIZES[1];
}

/** A text as an item of a slide. */
export function textItem(block: Text, size: number, room: number, { book, paint }: SlideLook): SlideItem {
  const height = Math.min(room, textHeight(block, size, book));
  return {
    least: height,
    most: height,
    isLead: block.lead !== undefined,
    write: (slide, box) => {
      const look = { fontSize: size, fontFace: SLIDE.font, color: hex(COLORS.text), margin: 0 };
      slide.addText(ledRuns(block, paint), { ...box, ...look, valign: "top", fit: "shrink" });
    },
  };
}

function textHeight(block: Text, size: number, book: FontBook): number {
  const style = { size, color: COLORS.text };
  return (book.wrap(ledText(block), SLIDE.width * POINTS, style).length * lineHeight(style)) / POINTS + 0.1;
}
