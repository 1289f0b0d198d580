import type { Paint } from "../report/brand.ts";
import type { FontBook } from "../text/font-book.ts";
import type { Slide } from "./text/pptx-library.ts";
import type { ReportTexts } from "../texts/en.ts";

/** With what slides are written. */
export interface SlideLook {
  readonly book: FontBook;
  readonly texts: ReportTexts;
  readonly paint: Paint;
}

/** Where something stands on a slide, in inches. */
export interface SlideBox {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A part of a slide that takes its whole width. Heights are in inches. */
export interface SlideItem {
  readonly least: number;
  /** What it makes use of where there is room. */
  readonly most: number;
  /** The same at a smaller size, for another section on its slide. */
  readonly compact?: SlideItem;
  /** Whether it asks what the next item answers, unless that asks, too, and so stands on its slide where both fit on one. */
  readonly isLead?: boolean;
  readonly write: (slide: Slide, box: SlideBox) => void;
  /** A first part of at most this height and the rest, or null where that isn't worth a part of its own. */
  readonly split?: (height: number) => readonly [SlideItem, SlideItem] | null;
}
