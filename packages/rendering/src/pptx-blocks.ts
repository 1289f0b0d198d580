import { COLORS } from "./colors.ts";
import { drawChart } from "./draw-chart.ts";
import { drawPng } from "./draw-png.ts";
import { lineHeight } from "./font-book.ts";
import type { Deck } from "./pptx-deck.ts";
import { writeSlideTable } from "./pptx-table.ts";
import { printable } from "./printable.ts";
import { hex, SLIDE, slideText } from "./pptx-text.ts";
import { readSvg } from "./read-svg.ts";
import type { Block, KeyFigure } from "./report.ts";

const POINTS = 72;
const GAP = 0.2;
/** Two lines. */
const CAPTION = 0.45;
const TEXT = { size: 16, color: COLORS.text };
const PICTURE_PX = 1600;
const LEAST_PICTURE = 3;
const PRIORITY_COLORS: Readonly<Record<string, string>> = {
  High: COLORS.red,
  Medium: COLORS.orange,
  Low: COLORS.muted,
};

/** Puts a block on the slide, or on further ones; `label` is what its caption begins with. */
export async function writeSlideBlock(deck: Deck, block: Block, label: string): Promise<void> {
  switch (block.kind) {
    case "text":
      return writeText(deck, block.text);
    case "figures":
      return writeFigures(deck, block.figures);
    case "advice":
      return writeAdvice(deck, block);
    case "table":
      return writeSlideTable(deck, block, `${label}: ${block.caption}`);
    case "chart":
      return writePicture(deck, drawChart(block.chart, deck.book), `${label}: ${block.caption}`);
    case "picture":
      return writePicture(deck, block.svg, `${label}: ${block.caption}`);
  }
}

function writeText(deck: Deck, text: string): void {
  const lines = deck.book.wrap(text, SLIDE.width * POINTS, TEXT);
  const height = Math.min(5, (lines.length * lineHeight(TEXT)) / POINTS + 0.1);
  deck.room(height);
  const box = { x: SLIDE.left, y: deck.y, w: SLIDE.width, h: height, margin: 0 };
  slideText(deck.slide, text, { ...box, fontSize: TEXT.size, color: hex(COLORS.text), valign: "top", fit: "shrink" });
  deck.y += height + GAP;
}

function writeFigures(deck: Deck, figures: readonly KeyFigure[]): void {
  const width = (SLIDE.width - 2 * GAP) / 3;
  for (let first = 0; first < figures.length; first += 3) {
    deck.room(0.9);
    figures.slice(first, first + 3).forEach(({ label, value }, idx) => {
      const box = { x: SLIDE.left + idx * (width + GAP), y: deck.y, w: width };
      const inner = { x: box.x + 0.15, w: width - 0.3, margin: 0 };
      deck.slide.addShape("rect", { ...box, h: 0.9, fill: { color: hex(COLORS.tile) } });
      slideText(deck.slide, value, {
        ...inner,
        y: box.y + 0.08,
        h: 0.42,
        fontSize: 20,
        bold: true,
        color: hex(COLORS.navy),
      });
      slideText(deck.slide, label, { ...inner, y: box.y + 0.52, h: 0.3, fontSize: 12, color: hex(COLORS.muted) });
    });
    deck.y += 0.9 + GAP;
  }
}

function writeAdvice(
  deck: Deck,
  { priority, title, effect, evidence }: Extract<Block, { readonly kind: "advice" }>,
): void {
  const color = PRIORITY_COLORS[priority] ?? COLORS.muted;
  const parts = [
    { text: `${priority} priority`, size: 12, color, weight: 700 as const },
    { text: title, size: 16, color: COLORS.navy, weight: 700 as const },
    { text: effect, size: 14, color: COLORS.text },
    { text: evidence.join("  ·  "), size: 11, color: COLORS.muted },
  ].filter(({ text }) => text !== "");
  const inner = SLIDE.width - 0.5;
  const heights = parts.map(
    (part) => (deck.book.wrap(part.text, inner * POINTS, part).length * lineHeight(part)) / POINTS,
  );
  const height = heights.reduce((sum, one) => sum + one, 0.25);
  deck.room(height);
  const box = { y: deck.y, h: height };
  deck.slide.addShape("rect", { x: SLIDE.left, w: SLIDE.width, ...box, fill: { color: hex(COLORS.tile) } });
  deck.slide.addShape("rect", { x: SLIDE.left, w: 0.08, ...box, fill: { color: hex(color) } });
  const lines = parts.map(({ text, size, color: own, weight }, idx) => ({
    text: printable(text),
    options: {
      fontSize: size,
      color: hex(own),
      bold: weight === 700,
      breakLine: idx < parts.length - 1,
      fontFace: SLIDE.font,
    },
  }));
  deck.slide.addText(lines, { x: SLIDE.left + 0.25, w: inner, ...box, valign: "middle", margin: 0, fit: "shrink" });
  deck.y += height + GAP;
}

async function writePicture(deck: Deck, svg: string, caption: string): Promise<void> {
  const drawing = readSvg(svg);
  const whole = drawing.height * (SLIDE.width / drawing.width);
  deck.room(Math.min(whole + CAPTION, LEAST_PICTURE));
  const scale = Math.min(SLIDE.width / drawing.width, (deck.free - CAPTION) / drawing.height);
  const [width, height] = [drawing.width * scale, drawing.height * scale];
  const png = await drawPng(drawing, PICTURE_PX, deck.book);
  deck.slide.addImage({
    data: `image/png;base64,${Buffer.from(png).toString("base64")}`,
    x: SLIDE.left + (SLIDE.width - width) / 2,
    y: deck.y,
    w: width,
    h: height,
    altText: printable(caption),
  });
  deck.y += height + 0.05;
  writeCaption(deck, caption);
}

function writeCaption(deck: Deck, caption: string): void {
  const lines = deck.book.wrap(caption, SLIDE.width * POINTS, { size: 11, color: COLORS.muted }, 2);
  const box = { x: SLIDE.left, y: deck.y, w: SLIDE.width, h: CAPTION - 0.05, margin: 0 };
  slideText(deck.slide, lines.join(" "), { ...box, fontSize: 11, color: hex(COLORS.muted), valign: "top" });
  deck.y += CAPTION + GAP;
}
