import { figureColumns } from "../report/cell-text.ts";
import { COLORS } from "../report/colors.ts";
import type { Paint } from "../report/brand.ts";
import { chartItem, pictureItem } from "./pptx-chart-item.ts";
import { hex, SLIDE, slideText } from "./text/pptx-text.ts";
import { answersItem } from "./pptx-answers.ts";
import { adviceItems } from "./pptx-advice.ts";
import { fitTogether, textItem, textSizeFor } from "./pptx-text-item.ts";
import { tableItem, tablesItem, type Table } from "./pptx-table.ts";
import type { Block, KeyFigure } from "../report/report.ts";
import { lineHeight } from "../text/font-book.ts";
import type { SlideTitle } from "./pptx-frame.ts";
import type { SlideItem, SlideLook } from "./slide-item.ts";

const POINTS = 72;
const GAP = 0.2;
const TILE_HEIGHT = 0.9;
const MOST_BESIDE = 3;
const MOST_TRANSPOSED = 8;

/**
 * The blocks of a section as parts of slides with `room` inches for contents; `labels` is what their captions begin
 * with. Tables of two columns that follow each other stand beside each other.
 */
export async function slideItems(
  blocks: readonly Block[],
  labels: readonly string[],
  room: number,
  look: SlideLook,
): Promise<SlideItem[]> {
  const advice = blocks.filter((block) => block.kind === "advice");
  const adviceCards = adviceItems(advice, room, look);
  const items: SlideItem[] = [];
  const answers = answersItem(blocks, room, look);
  if (answers !== null) return [answers];
  const textSize = textSizeFor(blocks, room, look.book);
  const texts = blocks.filter((block) => block.kind === "text");
  if (texts.length > 1 && texts.length === blocks.length && fitTogether(texts, textSize, room, look.book))
    return [textItem(texts, textSize, room, look)];
  let narrow: { table: Table; caption: string }[] = [];
  const flush = (): void => {
    const [first] = narrow;
    const beside = narrow.length > 1 ? tablesItem(narrow, look) : null;
    if (beside !== null && beside.least <= room) items.push(beside);
    else if (narrow.length === 1 && first !== undefined && isTransposable(first.table)) {
      items.push(tableItem(transposed(first.table), first.caption, room, look));
    } else items.push(...narrow.map(({ table, caption }) => tableItem(table, caption, room, look)));
    narrow = [];
  };
  for (const [idx, block] of blocks.entries()) {
    const label = labels[idx] ?? "";
    if (block.kind === "table" && block.columns.length === 2) {
      narrow.push({ table: block, caption: look.texts.caption(label, block.caption) });
      if (narrow.length === MOST_BESIDE) flush();
      continue;
    }
    flush();
    const card = block.kind === "advice" ? adviceCards[advice.indexOf(block)] : undefined;
    if (card !== undefined) items.push(card);
    else items.push(...(await itemsOf(block, label, room, look, textSize)));
  }
  flush();
  return items;
}

/** The heading of a section that begins below another one, and what it says. */
export function headingItem({ heading, message }: SlideTitle, { book, paint }: SlideLook): SlideItem {
  const short = book.shorten(heading, SLIDE.width * POINTS, { size: 18, weight: 700 });
  const style = { size: 15, color: COLORS.text };
  const lines = message === undefined ? 0 : book.wrap(message, SLIDE.width * POINTS, style).length;
  const height = 0.5 + (lines === 0 ? 0 : (lines * lineHeight(style)) / POINTS + 0.05);
  return {
    least: height,
    most: height,
    write: (slide, { x, y, w, h }) => {
      const box = { x, w, margin: 0 };
      const look = { fontSize: 18, bold: true, color: hex(paint(COLORS.navy)) };
      slideText(slide, short, { ...box, ...look, y, h: 0.42 });
      slide.addShape("rect", { x, y: y + 0.44, w, h: 0.02, fill: { color: hex(paint(COLORS.blue)) } });
      if (message === undefined) return;
      const said = { fontSize: style.size, color: hex(style.color), fit: "shrink" as const };
      slideText(slide, message, { ...box, ...said, y: y + 0.5, h: h - 0.5, valign: "top" });
    },
  };
}

async function itemsOf(
  block: Block,
  label: string,
  room: number,
  look: SlideLook,
  textSize: number,
): Promise<SlideItem[]> {
  switch (block.kind) {
    case "text":
      return [textItem([block], textSize, room, look)];
    case "figures":
      return figureItems(block.figures, look.paint);
    case "advice":
      return adviceItems([block], room, look);
    case "table":
      return [tableItem(block, look.texts.caption(label, block.caption), room, look)];
    case "chart":
      return [await chartItem(block, label, room, look)];
    case "picture":
      return [await pictureItem(block, label, room, look)];
  }
}

function figureItems(figures: readonly KeyFigure[], paint: Paint): SlideItem[] {
  const width = (SLIDE.width - 2 * GAP) / 3;
  return Array.from({ length: Math.ceil(figures.length / 3) }, (_, row) => ({
    least: TILE_HEIGHT,
    most: TILE_HEIGHT,
    write: (slide, { x, y }) => {
      figures.slice(3 * row, 3 * row + 3).forEach(({ label, value }, idx) => {
        const left = x + idx * (width + GAP);
        const inner = { x: left + 0.15, w: width - 0.3, margin: 0 };
        const large = { fontSize: 20, bold: true, color: hex(paint(COLORS.navy)) };
        slide.addShape("rect", { x: left, y, w: width, h: TILE_HEIGHT, fill: { color: hex(COLORS.tile) } });
        slideText(slide, value.text, { ...inner, y: y + 0.08, h: 0.42, ...large });
        slideText(slide, label, { ...inner, y: y + 0.52, h: 0.3, fontSize: 12, color: hex(COLORS.muted) });
      });
    },
  }));
}

/** Whether the table is a short list of figures, which takes less room as one row. */
function isTransposable({ columns, rows }: Table): boolean {
  return rows.length >= 3 && rows.length <= MOST_TRANSPOSED && figureColumns(columns.length, rows)[1] === true;
}

function transposed({ columns, rows, ...table }: Table): Table {
  const labels = rows.map(([label]) => (typeof label === "string" ? label : (label?.text ?? "")));
  return {
    ...table,
    columns: [columns[0]?.label ?? "", ...labels].map((label) => ({ label })),
    rows: [[columns[1]?.label ?? "", ...rows.map(([, cell]) => cell ?? null)]],
  };
}
