import type { Drawing } from "./drawing.ts";
import { readSvg } from "./read-svg.ts";
import type { Block } from "./report.ts";

/** Room for a picture, in points. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Where reports have room for pictures: A4 upright and on its side, less than half a page, a slide. */
export const PICTURE_ROOM = {
  page: { width: 483, height: 630 },
  pageOnSide: { width: 730, height: 400 },
  partOfPage: { width: 483, height: 225 },
  slide: { width: 873, height: 360 },
} as const satisfies Record<string, Room>;

/** How large a drawing is when it fills the room, as a share of its own size. */
export function fittingScale({ width, height }: Room, drawing: Pick<Drawing, "width" | "height">): number {
  return Math.min(width / drawing.width, height / drawing.height);
}

/** The picture in that of its shapes which is largest in the room. */
export function largestDrawing(picture: Extract<Block, { readonly kind: "picture" }>, room: Room): Drawing {
  const first = readSvg(picture.svg);
  return (picture.otherSvgs ?? [])
    .map(readSvg)
    .reduce((best, one) => (fittingScale(room, one) > fittingScale(room, best) ? one : best), first);
}
