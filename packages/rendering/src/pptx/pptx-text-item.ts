import { COLORS } from "../report/colors.ts";
import { lineHeight, type FontBook } from "../text/font-book.ts";
import { ledText } from "../text/led-text.ts";
import { hex, paragraphRuns, SLIDE } from "./text/pptx-text.ts";
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
  return SIZES.find((size) => heightOf(texts, size, book) <= room) ?? SIZES[1];
}

/** Whether texts fit on one slide together. */
export function fitTogether(texts: readonly Text[], size: number, room: number, book: FontBook): boolean {
  return heightOf(texts, size, book) <= room;
}

function heightOf(texts: readonly Text[], size: number, book: FontBook): number {
  const between = Math.max(GAP, lineHeight({ size }) / POINTS - 0.1);
  return texts.reduce((sum, block) => sum + textHeight(block, size, book), between * (texts.length - 1));
}

/** A text as an item of a slide, or several that follow each other: in one box no room is left between them. */
export function textItem(blocks: readonly Text[], size: number, room: number, { book, paint }: SlideLook): SlideItem {
  const height = Math.min(room, heightOf(blocks, size, book));
  return {
    least: height,
    most: height,
    isLead: blocks.at(-1)?.lead !== undefined,
    write: (slide, box) => {
      const look = { fontSize: size, fontFace: SLIDE.font, color: hex(COLORS.text), margin: 0 };
      slide.addText(paragraphRuns(blocks, paint), { ...box, ...look, valign: "top", fit: "shrink" });
    },
  };
}

function textHeight(block: Text, size: number, book: FontBook): number {
  const style = { size, color: COLORS.text };
  return (book.wrap(ledText(block), SLIDE.width * POINTS, style).length * lineHeight(style)) / POINTS + 0.1;
}
