import type { EmuBox, Layout, Placeholder } from "./placeholders.ts";

/** The layouts that a report's slides are put on, and where their contents stand. */
export interface ChosenLayouts {
  readonly cover: Layout;
  readonly content: Layout;
  /** Where a slide has its heading; undefined where no layout has a place for it. */
  readonly heading: Placeholder | undefined;
  /** What is free on a slide for contents. */
  readonly area: EmuBox;
}

/** Shares of the slide: an area that is smaller was made for something else. */
const LEAST_WIDTH = 0.55;
const LEAST_HEIGHT = 0.4;
const MARGIN = 0.05;
const BELOW = 0.92;
const GAP = 0.015;

/** The place of a layout's title. */
export const titleOf = ({ placeholders }: Layout): Placeholder | undefined =>
  placeholders.find(({ type }) => type === "title" || type === "ctrTitle");

const isBody = ({ type }: Placeholder): boolean => type === "obj" || type === "body";

/** A master with its layouts, at least one. */
export interface Master {
  readonly layouts: readonly [Layout, ...Layout[]];
  /** Where it has its contents; undefined where it doesn't say. */
  readonly body: EmuBox | undefined;
}

interface Size {
  readonly w: number;
  readonly h: number;
}

/**
 * A layout for the cover and one for all other slides, both of the first master. Where no layout is said to be that of a title, and
 * there are several masters, they are what others have layouts for: the one with most room is for contents.
 */
export function chooseLayouts<One extends Master>(
  masters: readonly [One, ...One[]],
  slide: Size,
): { readonly chosen: ChosenLayouts; readonly master: One } {
  const all = masters.map((master) => ({ master, chosen: ofMaster(master, slide) }));
  const own = { master: masters[0], chosen: ofMaster(masters[0], slide) };
  if (masters.some(({ layouts }) => layouts.some(({ type }) => type === "title"))) return own;
  const [best = own] = all.toSorted((a, b) => sizeOf(b.chosen.area) - sizeOf(a.chosen.area));
  return { ...best, chosen: { ...best.chosen, cover: own.chosen.cover } };
}

const sizeOf = ({ w, h }: EmuBox): number => w * h;

/** Of a master a layout with a title alone, else one with a title and contents, whose place stays free, else an empty one. */
function ofMaster({ layouts, body }: Master, slide: Size): ChosenLayouts {
  const [first] = layouts;
  const named = (type: string): Layout | undefined => layouts.find((layout) => layout.type === type);
  const titled = layouts.filter((layout) => titleOf(layout) !== undefined && layout.type !== "title");
  const withBody = named("obj") ?? titled.find(({ placeholders }) => placeholders.filter(isBody).length === 1);
  const alone = named("titleOnly") ?? titled.find(({ placeholders }) => !placeholders.some(isBody));
  const content = alone ?? withBody ?? titled[0] ?? named("blank") ?? first;
  const cover = named("title") ?? content;
  const heading = titleOf(content);
  const place = withBody?.placeholders.find(isBody)?.box ?? body;
  return { cover, content, heading, area: freeArea(place, heading?.box, content, slide) };
}

/** The place for contents as far as it lies on the slide, below the title and above the foot; else what is left between these. */
function freeArea(place: EmuBox | undefined, title: EmuBox | undefined, { placeholders }: Layout, slide: Size): EmuBox {
  const isAbove = title !== undefined && title.y + title.h <= slide.h * (1 - LEAST_HEIGHT);
  const top = isAbove ? title.y + title.h + GAP * slide.h : MARGIN * slide.h;
  const feet = placeholders.filter(({ type, box }) => ["ftr", "sldNum", "dt"].includes(type) && box.y > slide.h / 2);
  const bottom = Math.min(BELOW * slide.h, ...feet.map(({ box }) => box.y - GAP * slide.h));
  if (place !== undefined) {
    const x = Math.max(0, place.x);
    const y = Math.max(place.y, isAbove ? title.y + title.h : 0);
    const found = { x, y, w: Math.min(slide.w, place.x + place.w) - x, h: Math.min(slide.h, place.y + place.h) - y };
    if (found.w >= LEAST_WIDTH * slide.w && found.h >= LEAST_HEIGHT * slide.h) return found;
  }
  return { x: MARGIN * slide.w, y: top, w: (1 - 2 * MARGIN) * slide.w, h: Math.max(bottom - top, slide.h / 4) };
}
