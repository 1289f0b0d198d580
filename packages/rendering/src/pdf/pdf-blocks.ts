import { COLORS, priorityColor } from "../report/colors.ts";
import { CHART_WIDTH } from "../charts/chart-look.ts";
import { drawChart } from "../charts/draw-chart.ts";
import type { Drawing } from "../charts/drawing.ts";
import { alternativeText } from "../report/alternative-text.ts";
import { lineHeight, type TextStyle } from "../text/font-book.ts";
import { LEAST_CHART, STYLES, type PdfPage } from "./pdf-page.ts";
import { tableStart, writeTable } from "./pdf-table.ts";
import { actualText } from "./pdf-tags.ts";
import { fittingScale, PICTURE_ROOM, type Room } from "../charts/picture-room.ts";
import { readSvg } from "../charts/read-svg.ts";
import type { Block, KeyFigure } from "../report/report.ts";

const TILES = 3;
const GAP = 8;
const TILE_HEIGHT = 46;
const CARD_PADDING = 10;
/** A number of a figure or table as wide as any of a report. */
const MOST_DIGITS = 999;
/** Between a drawing and its caption. */
const CAPTION_GAP = 4;
/** Between a caption and what the drawing says. */
const READING_GAP = 3;
/** At this scale a picture may share a page with what stands above it; its texts of 11 points are 7 points high then. */
const READABLE = 7 / 11;

/** A page that is written on less has so much room left that a table goes before the chart above it. */
const MOST_LEFT = 0.8;

/** What a page on its side must gain in size for a picture to get one. */
const GAIN = 1.3;

/** What must fit below a heading, so that it doesn't stand alone at the end of a page. */
export function startHeight(page: PdfPage, block: Block | undefined, headingHeight: number): number {
  if (block === undefined) return 0;
  if (block.kind === "chart" || block.kind === "picture") {
    const { drawing, scale } = drawingOf(page, block, headingHeight);
    return drawing.height * scale + wordsHeight(page, block);
  }
  if (block.kind === "table") return tableStart(page, captioned(page, block), headingHeight);
  return block.kind === "advice" ? adviceHeight(page, block) : TILE_HEIGHT;
}

/** What must be left on a page for a question to stand on it, with its text and the beginning of the table that follows. */
export function heightWithAnswer(page: PdfPage, block: Block, next: Block | undefined): number {
  if (block.kind !== "text" || block.lead === undefined || next?.kind !== "table") return 0;
  const asked = page.heightOf(block.lead, STYLES.strong) + page.heightOf(block.text, STYLES.body) + page.spacing.block;
  return asked + startHeight(page, next, asked);
}

/** Whether the block is a picture that is drawn larger on a page on its side. */
export function isOnSide(block: Block | undefined): boolean {
  if (block?.kind !== "picture") return false;
  const drawing = readSvg(block.svg);
  const scale = (room: Room): number => Math.min(1, fittingScale(room, drawing));
  return scale(PICTURE_ROOM.pageOnSide) > GAIN * scale(PICTURE_ROOM.page);
}

/**
 * Which of the blocks that are left is next: the first, or the table behind charts that would leave the rest of the page
 * empty, if the table can begin on it, `above` points further down.
 */
export function nextBlock(page: PdfPage, left: readonly Block[], above: number): number {
  const table = left.findIndex(({ kind }) => kind !== "chart");
  const fits = (block: Block | undefined): boolean =>
    page.y + above + startHeight(page, block, above) <= page.box.bottom;
  const isBehindCharts = table > 0 && left[table]?.kind === "table";
  return isBehindCharts && page.filled < MOST_LEFT && !fits(left[0]) && fits(left[table]) ? table : 0;
}

/** Whether the block is a picture for which the page hasn't room enough below a heading. */
export function needsNewPage(page: PdfPage, block: Block | undefined, headingHeight: number): boolean {
  if (block?.kind !== "picture") return false;
  if (isOnSide(block)) return true;
  return page.y + headingHeight + startHeight(page, block, headingHeight) > page.box.bottom;
}

/** Writes a block; `label` is what its caption begins with, such as `Figure 2`. */
export function writeBlock(page: PdfPage, block: Block, label: string): void {
  const onSide = isOnSide(block);
  if (onSide) page.nextOnSide();
  if (block.kind === "text") {
    if (block.lead !== undefined) page.put(block.lead, STYLES.strong, "H3");
    page.put(block.text, STYLES.body);
  }
  if (block.kind === "figures") writeFigures(page, block.figures);
  if (block.kind === "advice") page.writer.tags.within("Sect", () => writeAdvice(page, block));
  if (block.kind === "table") {
    page.writer.tags.within("Table", () => {
      writeTable(page, captioned(page, block));
      writeCaption(page, block, label, "Caption");
    });
  }
  if (block.kind === "chart" || block.kind === "picture") {
    writeDrawing(page, block, label);
    writeCaption(page, block, label, "P");
  }
  if (block.kind === "chart" && block.reading !== undefined && block.reading.length > 0) {
    page.y += READING_GAP;
    page.put(block.reading.join(" "), STYLES.body);
  }
  page.y += page.spacing.block;
  if (onSide) page.end();
}

type Drawn = Extract<Block, { readonly kind: "chart" | "picture" }>;

function writeDrawing(page: PdfPage, block: Drawn, label: string): void {
  const { writer, box } = page;
  const { drawing, scale } = drawingOf(page, block, 0);
  const height = drawing.height * scale;
  page.room(height + wordsHeight(page, block));
  if (block.kind === "chart") page.charts.push({ block, number: page.number });
  writer.tags.text(
    "Figure",
    () => writer.draw(drawing, box.left + (box.width - drawing.width * scale) / 2, page.y, scale),
    { alt: alternativeText(block, label, writer.texts) },
  );
  page.y += height;
}

function writeCaption(
  page: PdfPage,
  { caption }: { readonly caption: string },
  label: string,
  tag: "Caption" | "P",
): void {
  page.y += CAPTION_GAP;
  page.put(page.writer.texts.caption(label, caption), STYLES.small, tag);
}

const captioned = (page: PdfPage, table: Extract<Block, { readonly kind: "table" }>) => ({
  ...table,
  captionHeight: captionHeight(page, table),
});

/** Writes figures as tiles, three in a row. */
export function writeFigures(page: PdfPage, figures: readonly KeyFigure[]): void {
  const { book } = page.writer;
  const width = (page.box.width - GAP * (TILES - 1)) / TILES;
  for (let first = 0; first < figures.length; first += TILES) {
    page.room(TILE_HEIGHT);
    figures.slice(first, first + TILES).forEach(({ label, value }, idx) => {
      const x = page.box.left + idx * (width + GAP);
      page.fill(x, page.y, width, TILE_HEIGHT, COLORS.tile);
      page.writer.tags.text("P", () => {
        page.writer.write(book.lines(value.text, width - 16, STYLES.figure, 1), x + 8, page.y + 5, STYLES.figure);
        page.writer.write(book.lines(label, width - 16, STYLES.small, 1), x + 8, page.y + 28, STYLES.small);
      });
    });
    page.y += TILE_HEIGHT + GAP;
  }
}

interface Scaled {
  readonly drawing: Drawing;
  readonly scale: number;
}

/** What is drawn, and how large, when it begins `above` points further down than the page is filled. */
function drawingOf(page: PdfPage, block: Drawn, above: number): Scaled {
  if (block.kind === "chart") {
    const drawing = drawChart(block.chart, page.writer.book, page.writer.texts.number);
    const whole = ((page.largeCharts.has(block) ? 1 : page.spacing.chart) * page.box.width) / CHART_WIDTH;
    const fitting = (page.box.bottom - page.y - above - wordsHeight(page, block)) / drawing.height;
    const least = (LEAST_CHART * page.box.width) / CHART_WIDTH;
    return { drawing, scale: fitting >= least ? Math.min(whole, fitting) : whole };
  }
  const drawing = readSvg(block.svg);
  const within = (room: Room): Scaled => {
    return { drawing, scale: Math.min(1, fittingScale(room, drawing)) };
  };
  if (isOnSide(block)) return within(PICTURE_ROOM.pageOnSide);
  const left = page.box.bottom - page.y - above - captionHeight(page, block);
  const shared = left <= 0 ? null : within({ ...PICTURE_ROOM.page, height: Math.min(PICTURE_ROOM.page.height, left) });
  return shared !== null && shared.scale >= READABLE ? shared : within(PICTURE_ROOM.page);
}

function captionHeight(page: PdfPage, block: Block): number {
  if (!("caption" in block)) return 0;
  const { texts } = page.writer;
  const label = block.kind === "table" ? texts.table(MOST_DIGITS) : texts.figure(MOST_DIGITS);
  return CAPTION_GAP + page.heightOf(texts.caption(label, block.caption), STYLES.small);
}

/** Of the caption of a drawing and of what it says, which stay with it. */
function wordsHeight(page: PdfPage, block: Block): number {
  const reading = block.kind === "chart" ? (block.reading ?? []) : [];
  const says = reading.length === 0 ? 0 : READING_GAP + page.heightOf(reading.join(" "), STYLES.body);
  return captionHeight(page, block) + says;
}

type Advice = Extract<Block, { readonly kind: "advice" }>;

function adviceLines(page: PdfPage, { priority, title, effect, notes, evidence }: Advice) {
  const { book, texts } = page.writer;
  const width = page.box.width - 2 * CARD_PADDING - 4;
  const priorityStyle = { ...STYLES.small, weight: 700 as const, color: priorityColor(priority) };
  const part = (text: string, style: TextStyle, tag: "H3" | "P" = "P") => ({
    style,
    tag,
    text,
    lines: text === "" ? [] : book.lines(text, width, style),
  });
  return [
    part(texts.priority[priority], priorityStyle),
    part(title, STYLES.strong, "H3"),
    part(effect, STYLES.body),
    ...notes.map((note) => part(note, STYLES.note)),
    part(evidence.join(" · "), STYLES.small),
  ].filter(({ lines }) => lines.length > 0);
}

function adviceHeight(page: PdfPage, advice: Advice): number {
  const text = adviceLines(page, advice).reduce((sum, { style, lines }) => sum + lines.length * lineHeight(style), 0);
  return text + 2 * CARD_PADDING;
}

function writeAdvice(page: PdfPage, advice: Advice): void {
  const height = adviceHeight(page, advice);
  page.room(height);
  page.fill(page.box.left, page.y, page.box.width, height, COLORS.tile);
  page.fill(page.box.left, page.y, 4, height, priorityColor(advice.priority));
  let y = page.y + CARD_PADDING;
  for (const { style, lines, tag, text } of adviceLines(page, advice)) {
    const write = () => (y += page.writer.write(lines, page.box.left + CARD_PADDING + 4, y, style));
    page.writer.tags.text(tag, write, actualText(text, lines.length));
  }
  page.y += height;
}
