import type { SlideItem } from "./slide-item.ts";

export interface ItemSection {
  readonly heading: string;
  /** What it says above all, for the slide that it begins. */
  readonly message?: string;
  readonly items: readonly SlideItem[];
}

/** An item with where it begins, from the top of the area for contents, and the height it gets. */
export interface PlacedItem {
  readonly item: SlideItem;
  readonly top: number;
  readonly height: number;
}

export interface PlannedSlide {
  readonly heading: string;
  readonly message?: string;
  readonly items: readonly PlacedItem[];
}

interface Filling {
  readonly heading: string;
  readonly message?: string;
  readonly items: SlideItem[];
}

const GAP = 0.18;
/** A slide that is filled less than this is half empty. */
const HALF_EMPTY = 0.5;

/**
 * Divide sections into slides with `room` inches for contents. A section begins on the slide of the one before, under a
 * heading that `headingItem` makes, where the whole of it fits, or where that slide is half empty and its first item fits. What is left of a slide goes to the items that make use of
 * it. `starts` holds the index of the slide on which each section begins; `continued` names the slides that go on with one.
 */
export function planSlides(
  sections: readonly ItemSection[],
  room: number,
  headingItem: (section: ItemSection) => SlideItem,
  continued: (heading: string) => string,
): { readonly slides: PlannedSlide[]; readonly starts: number[] } {
  const slides: Filling[] = [];
  const starts: number[] = [];
  for (const section of sections) {
    const { heading, message, items } = section;
    const last = slides.at(-1);
    const more = [headingItem(section), ...items];
    const fits = (some: readonly SlideItem[]): boolean =>
      last !== undefined && last.items.length > 0 && heightOf([...last.items, ...some]) <= room;
    const compact = last?.items.map((item) => item.compact ?? item) ?? [];
    const fitsCompact = compact.length > 0 && !fits(more) && heightOf([...compact, ...more]) <= room;
    if (last !== undefined && fitsCompact) last.items.splice(0, compact.length, ...compact);
    if (last !== undefined && fits(more)) {
      last.items.push(...more);
      starts.push(slides.length - 1);
    } else if (last !== undefined && heightOf(last.items) < HALF_EMPTY * room && fits(more.slice(0, 2))) {
      last.items.push(headingItem(section));
      starts.push(slides.length - 1);
      fill(slides, heading, items, room, continued);
    } else {
      starts.push(slides.push({ heading, ...(message === undefined ? {} : { message }), items: [] }) - 1);
      fill(slides, heading, items, room, continued);
    }
  }
  return { slides: slides.map((slide) => ({ ...slide, items: place(slide.items, room) })), starts };
}

/** Puts items on the last slide and on as many further ones as they need. */
function fill(
  slides: Filling[],
  heading: string,
  items: readonly SlideItem[],
  room: number,
  continued: (heading: string) => string,
): void {
  const waiting = [...items];
  for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
    const used = slides.at(-1)?.items ?? [];
    const free = room - heightOf(used) - (used.length === 0 ? 0 : GAP);
    const [next] = waiting;
    const withNext =
      item.isLead === true && next !== undefined && next.isLead !== true ? item.least + GAP + next.least : 0;
    if (used.length > 0 && withNext > free + 0.001 && withNext <= room) {
      waiting.unshift(item);
      slides.push({ heading: continued(heading), items: [] });
      continue;
    }
    const parts = item.least <= free + 0.001 ? null : (item.split?.(free) ?? null);
    if (parts !== null) {
      used.push(parts[0]);
      waiting.unshift(parts[1]);
    } else if (item.least <= free + 0.001 || used.length === 0) {
      used.push(item);
      continue;
    } else {
      waiting.unshift(item);
    }
    slides.push({ heading: continued(heading), items: [] });
  }
}

/** Of items below each other, in inches. */
export function heightOf(items: readonly SlideItem[]): number {
  return items.reduce((sum, { least }) => sum + least, GAP * Math.max(0, items.length - 1));
}

/** Each item below the one before; those that can grow share what is left by how much they can. */
function place(items: readonly SlideItem[], room: number): PlacedItem[] {
  const left = Math.max(0, room - heightOf(items));
  const growth = items.reduce((sum, { least, most }) => sum + most - least, 0);
  const share = growth === 0 ? 0 : Math.min(1, left / growth);
  let top = 0;
  return items.map((item) => {
    const placed = { item, top, height: item.least + (item.most - item.least) * share };
    top += placed.height + GAP;
    return placed;
  });
}
