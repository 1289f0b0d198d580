import type { Drawing } from "./drawing.ts";

/** Room for a picture, in points. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Where reports have room for pictures: A4 upright and on its side, a slide. */
export const PICTURE_ROOM = {
  page: { width: 483, height: 630 },
  pageOnSide: { width: 730, height: 400 },
  slide: { width: 873, height: 360 },
} as const satisfies Record<string, Room>;

/** How large a drawing is when it fills the room, as a share of its own size. */
export function fittingScale({ width, height }: Room, drawing: Pick<Drawing, "width" | "height">): number {
  return Math.min(width / drawing.width, height / drawing.height);
}
