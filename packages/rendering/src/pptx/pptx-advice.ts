import { COLORS, priorityColor } from "../report/colors.ts";
import type { Block } from "../report/report.ts";
import { lineHeight } from "../text/font-book.ts";
import { printable } from "../text/printable.ts";
import { heightOf } from "./plan-slides.ts";
import type { SlideItem, SlideLook } from "./slide-item.ts";
import { hex, SLIDE } from "./text/pptx-text.ts";

type Advice = Extract<Block, { readonly kind: "advice" }>;

const POINTS = 72;
const INNER = SLIDE.width - 0.45;
/** Of what is recommended; beside it stands how it was judged. */
const LEFT = 0.54 * INNER;
const BETWEEN = 0.3;
/** How much larger than usual a recommendation may be set, where few of them have a slide of their own. */
const SCALES = [1.7, 1.55, 1.4, 1.25, 1.1, 1] as const;
/** Points left free below a part of a recommendation that is set larger. */
const PART_GAP = 6;
/** What a card may grow by where there is room, in inches. */
const GROWTH = 0.6;

interface Part {
  readonly text: string;
  readonly size: number;
  readonly color: string;
  readonly weight?: 700;
}

/** Parts below each other. */
interface Column {
  readonly x: number;
  readonly width: number;
  readonly parts: readonly Part[];
}

/** Recommendations as cards: as many on a slide as fit at their usual size, set as large as these then can be. */
export function adviceItems(advice: readonly Advice[], room: number, look: SlideLook): SlideItem[] {
  return slidesOf(advice, room, look).flatMap((ofSlide) => {
    const sets = SCALES.map((scale) => ofSlide.map((one) => adviceItem(one, scale, look)));
    return sets.find((items) => heightOf(items) <= room) ?? sets.at(-1) ?? [];
  });
}

function slidesOf(advice: readonly Advice[], room: number, look: SlideLook): Advice[][] {
  const slides: { readonly advice: Advice[]; readonly items: SlideItem[] }[] = [];
  for (const one of advice) {
    const item = adviceItem(one, 1, look);
    const last = slides.at(-1);
    if (last !== undefined && heightOf([...last.items, item]) <= room) {
      last.advice.push(one);
      last.items.push(item);
    } else slides.push({ advice: [one], items: [item] });
  }
  return slides.map((slide) => slide.advice);
}

function adviceItem(advice: Advice, scale: number, look: SlideLook): SlideItem {
  const { book } = look;
  const color = priorityColor(advice.priority);
  const columns = columnsOf(advice, scale, look);
  const gap = scale > 1 ? PART_GAP : 0;
  const heights = columns.map(({ parts, width }) =>
    parts.reduce(
      (sum, one) => sum + (book.wrap(one.text, width * POINTS, one).length * lineHeight(one) + gap) / POINTS,
      0.2 * scale,
    ),
  );
  const height = Math.max(...heights);
  return {
    least: height,
    most: height + GROWTH,
    write: (slide, { x, y, h }) => {
      slide.addShape("rect", { x, y, w: SLIDE.width, h, fill: { color: hex(COLORS.tile) } });
      slide.addShape("rect", { x, y, w: 0.08, h, fill: { color: hex(color) } });
      for (const { x: left, width, parts } of columns) {
        const box = { x: x + 0.25 + left, y, w: width, h, margin: 0, fit: "shrink" as const };
        slide.addText(runsOf(parts, gap), { ...box, valign: "middle" });
      }
      if (columns.length > 1) {
        const line = { x: x + 0.25 + LEFT + BETWEEN / 2, y: y + 0.15, w: 0, h: h - 0.3 };
        slide.addShape("line", { ...line, line: { color: hex(COLORS.line), width: 1 } });
      }
    },
  };
}

/** What to do and what comes of it, and how that was judged. */
function columnsOf(
  { priority, title, effect, notes, evidence }: Advice,
  scale: number,
  { texts, paint }: SlideLook,
): Column[] {
  const usual = (parts: readonly Part[]): Part[] =>
    parts.filter(({ text }) => text !== "").map((part) => ({ ...part, size: Math.round(scale * part.size) }));
  const advice = usual([
    { text: texts.priority[priority], size: 12, color: priorityColor(priority), weight: 700 },
    { text: title, size: 14, color: paint(COLORS.navy), weight: 700 },
    { text: effect, size: 13, color: COLORS.text },
  ]);
  const judged = usual([
    ...notes.map((text) => ({ text, size: 12, color: COLORS.text })),
    { text: evidence.join("  ·  "), size: 11, color: COLORS.muted },
  ]);
  if (judged.length === 0) return [{ x: 0, width: INNER, parts: advice }];
  return [
    { x: 0, width: LEFT, parts: advice },
    { x: LEFT + BETWEEN, width: INNER - LEFT - BETWEEN, parts: judged },
  ];
}

function runsOf(parts: readonly Part[], gap: number) {
  return parts.map(({ text, size, color, weight }, idx) => ({
    text: printable(text),
    options: {
      fontSize: size,
      color: hex(color),
      bold: weight === 700,
      breakLine: idx < parts.length - 1,
      fontFace: SLIDE.font,
      ...(gap === 0 ? {} : { paraSpaceAfter: gap }),
    },
  }));
}
