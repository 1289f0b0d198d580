import { COLORS, priorityColor } from "../report/colors.ts";
import type { Block } from "../report/report.ts";
import { lineHeight } from "../text/font-book.ts";
import { printable } from "../text/printable.ts";
import type { SlideItem, SlideLook } from "./slide-item.ts";
import { hex, SLIDE } from "./text/pptx-text.ts";

type Advice = Extract<Block, { readonly kind: "advice" }>;

const POINTS = 72;
const INNER = SLIDE.width - 0.45;
const GAP = 0.2;
/** How much larger than usual a recommendation may be set, where few of them have a slide of their own. */
const SCALES = [1.4, 1.25, 1.1, 1] as const;
/** Points left free below a part of a recommendation that is set larger. */
const PART_GAP = 6;

interface Part {
  readonly text: string;
  readonly size: number;
  readonly color: string;
  readonly weight?: 700;
}

/** Recommendations as cards, as large as they all fit on one slide; at their usual size where they need several. */
export function adviceItems(advice: readonly Advice[], room: number, look: SlideLook): SlideItem[] {
  const sets = SCALES.map((scale) => advice.map((one) => adviceItem(one, scale, look)));
  const fits = (items: readonly SlideItem[]): boolean =>
    items.reduce((sum, { least }) => sum + least, GAP * (items.length - 1)) <= room;
  return sets.find(fits) ?? sets.at(-1) ?? [];
}

function adviceItem({ priority, title, effect, notes, evidence }: Advice, scale: number, look: SlideLook): SlideItem {
  const { book, texts, paint } = look;
  const color = priorityColor(priority);
  const usual: readonly Part[] = [
    { text: texts.priority[priority], size: 12, color, weight: 700 },
    { text: title, size: 14, color: paint(COLORS.navy), weight: 700 },
    { text: effect, size: 13, color: COLORS.text },
    ...notes.map((text) => ({ text, size: 12, color: COLORS.text })),
    { text: evidence.join("  ·  "), size: 11, color: COLORS.muted },
  ];
  const parts = usual
    .filter(({ text }) => text !== "")
    .map((part) => ({ ...part, size: Math.round(scale * part.size) }));
  const gap = scale > 1 ? PART_GAP : 0;
  const height = parts.reduce(
    (sum, one) => sum + (book.wrap(one.text, INNER * POINTS, one).length * lineHeight(one) + gap) / POINTS,
    0.2 * scale,
  );
  const lines = parts.map(({ text, size, color: own, weight }, idx) => ({
    text: printable(text),
    options: {
      fontSize: size,
      color: hex(own),
      bold: weight === 700,
      breakLine: idx < parts.length - 1,
      fontFace: SLIDE.font,
      ...(gap === 0 ? {} : { paraSpaceAfter: gap }),
    },
  }));
  return {
    least: height,
    most: height,
    write: (slide, { x, y, h }) => {
      slide.addShape("rect", { x, y, w: SLIDE.width, h, fill: { color: hex(COLORS.tile) } });
      slide.addShape("rect", { x, y, w: 0.08, h, fill: { color: hex(color) } });
      slide.addText(lines, { x: x + 0.25, y, w: INNER, h, valign: "middle", margin: 0, fit: "shrink" });
    },
  };
}
