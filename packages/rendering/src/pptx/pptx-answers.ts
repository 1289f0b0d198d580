import { COLORS } from "../report/colors.ts";
import type { Block } from "../report/report.ts";
import type { FontBook } from "../text/font-book.ts";
import { printable } from "../text/printable.ts";
import type { SlideItem, SlideLook } from "./slide-item.ts";
import type { Slide } from "./text/pptx-library.ts";
import { hex, SLIDE } from "./text/pptx-text.ts";

type Text = Extract<Block, { readonly kind: "text" }>;

const POINTS = 72;
/** Of answers, in points, from the best to the least. */
const SIZES = [20, 19, 18, 17, 16, 15, 14, 13, 12, 11] as const;
/** At which answers leave room for another section on their slide. */
const COMPACT_SIZE = 13;
/** Shares of the width that the first column may have. */
const FIRST = [0.5, 0.58, 0.42, 0.34, 0.66] as const;
/** Our font, by which texts are measured, is wider than that of slides. */
const FONT_WIDTH = 0.95;
/** Of a line, by its size; that of our font is more. */
const LINE_HEIGHT = 1.25;
const GAP = 0.2;
const PADDING = 0.2;
/** Behind a paragraph, in points. */
const PARAGRAPH_GAP = 5;
const BULLET = 14;

interface Card {
  readonly text: Text;
  readonly width: number;
  readonly height: number;
}

/** Cards below each other, in two columns. */
interface Cards {
  readonly size: number;
  readonly columns: readonly (readonly Card[])[];
}

/**
 * A section of nothing but questions and their answers as cards on one slide, in two columns, set as large as the slide
 * allows. Null where it isn't such a section, or doesn't fit.
 */
export function answersItem(blocks: readonly Block[], room: number, { book, paint }: SlideLook): SlideItem | null {
  const answers = blocks.filter((block) => block.kind === "text" && block.lead !== undefined) as readonly Text[];
  if (answers.length < 2 || answers.length < blocks.length) return null;
  const all = SIZES.flatMap((size) => FIRST.flatMap((share) => laidOut(answers, share, size, book)));
  const largest = all.find((cards) => heightOf(cards) <= room);
  if (largest === undefined) return null;
  const color = paint(COLORS.navy);
  const [compact] = all
    .filter(({ size }) => size === Math.min(COMPACT_SIZE, largest.size))
    .toSorted((one, other) => heightOf(one) - heightOf(other));
  return {
    ...cardsItem(largest, room, color),
    ...(compact === undefined ? {} : { compact: cardsItem(compact, heightOf(compact), color) }),
  };
}

function cardsItem(cards: Cards, most: number, color: string): SlideItem {
  return {
    least: heightOf(cards),
    most,
    write: (slide, { x, y, h }) => {
      let left = x;
      for (const column of cards.columns) {
        const [growth, sum] = [h - stackedHeight(column), column.reduce((all, { height }) => all + height, 0)];
        let top = y;
        for (const card of column) {
          const height = card.height * (1 + growth / sum);
          writeCard(slide, card, { x: left, y: top, h: height, size: cards.size, color });
          top += height + GAP;
        }
        left += (column[0]?.width ?? 0) + GAP;
      }
    },
  };
}

/** With one answer or more in the first column, and the others in the second. */
function laidOut(answers: readonly Text[], share: number, size: number, book: FontBook): Cards[] {
  const width = (SLIDE.width - GAP) * share;
  const card = (text: Text, own: number): Card => ({ text, width: own, height: cardHeight(text, own, size, book) });
  return answers.slice(1).map((_, idx) => ({
    size,
    columns: [
      answers.slice(0, idx + 1).map((one) => card(one, width)),
      answers.slice(idx + 1).map((one) => card(one, SLIDE.width - GAP - width)),
    ],
  }));
}

const stackedHeight = (cards: readonly Card[]): number =>
  cards.reduce((sum, { height }) => sum + height, GAP * (cards.length - 1));

const heightOf = ({ columns }: Cards): number => Math.max(...columns.map(stackedHeight));

/** What the answer says, a paragraph each. */
const paragraphsOf = ({ points, text }: Text): readonly string[] => points ?? text.split("\n");

const isListed = (text: Text): boolean => paragraphsOf(text).length > 1;

function cardHeight(text: Text, width: number, size: number, book: FontBook): number {
  const inner = ((width - 2 * PADDING) * POINTS) / FONT_WIDTH;
  const style = { size, color: COLORS.text };
  const lead = { ...style, size: size + 1, weight: 700 as const };
  const lines = (one: string): number => book.wrap(one, inner - (isListed(text) ? BULLET : 0), style).length;
  const body = paragraphsOf(text).reduce((sum, one) => sum + lines(one) * LINE_HEIGHT * size + PARAGRAPH_GAP, 0);
  const above = book.wrap(text.lead ?? "", inner, lead).length * LINE_HEIGHT * lead.size + PARAGRAPH_GAP;
  return (above + body) / POINTS + 2 * PADDING;
}

function writeCard(
  slide: Slide,
  { text, width }: Card,
  at: { readonly x: number; readonly y: number; readonly h: number; readonly size: number; readonly color: string },
): void {
  const { x, y, h, size, color } = at;
  slide.addShape("rect", { x, y, w: width, h, fill: { color: hex(COLORS.tile) } });
  slide.addShape("rect", { x, y, w: width, h: 0.05, fill: { color: hex(color) } });
  const paragraphs = paragraphsOf(text);
  const look = { fontFace: SLIDE.font, paraSpaceAfter: PARAGRAPH_GAP };
  const bullet = isListed(text) ? { bullet: { indent: BULLET } } : {};
  slide.addText(
    [
      {
        text: printable(text.lead ?? ""),
        options: { ...look, fontSize: size + 1, bold: true, color: hex(color), breakLine: true },
      },
      ...paragraphs.map((one, idx) => ({
        text: printable(one),
        options: {
          ...look,
          ...bullet,
          fontSize: size,
          color: hex(COLORS.text),
          breakLine: idx < paragraphs.length - 1,
        },
      })),
    ],
    {
      x: x + PADDING,
      y: y + PADDING,
      w: width - 2 * PADDING,
      h: h - 2 * PADDING + 0.1,
      margin: 0,
      valign: "top",
      fit: "shrink",
    },
  );
}
