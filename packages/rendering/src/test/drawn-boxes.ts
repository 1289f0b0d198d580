import type { Drawing, PathShape, Shape } from "../charts/drawing.ts";
import type { FontBook } from "../text/font-book.ts";

/** What a shape covers. */
export interface Box {
  readonly shape: Shape;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of letters above and below the baseline, as shares of the font size. */
const [ABOVE, BELOW] = [0.75, 0.22];

/** The boxes of the texts of a drawing, as they lie on it. */
export function textBoxes({ shapes }: Drawing, book: FontBook): Box[] {
  return shapes.flatMap((shape): Box[] => {
    if (shape.kind !== "text") return [];
    const width = book.width(shape.text, shape);
    const left = shape.x - (shape.anchor === "middle" ? width / 2 : shape.anchor === "end" ? width : 0);
    return [
      { shape, left, right: left + width, top: shape.y - ABOVE * shape.size, bottom: shape.y + BELOW * shape.size },
    ];
  });
}

/** The boxes of filled rectangles and of circles. */
export function filledBoxes({ shapes }: Drawing): Box[] {
  return shapes.flatMap((shape): Box[] => {
    if (shape.kind !== "path" || shape.fill === null) return [];
    const rectangle = /^M(\S+) (\S+)h(\S+)v(\S+)h\S+Z$/.exec(shape.d)?.slice(1).map(Number);
    if (rectangle !== undefined) {
      const [left = 0, top = 0, width = 0, height = 0] = rectangle;
      return [{ shape, left, right: left + width, top, bottom: top + height }];
    }
    const [left = 0, middle = 0, radius = 0] = /^M(\S+) (\S+)a(\S+) /.exec(shape.d)?.slice(1).map(Number) ?? [];
    return [{ shape, left, right: left + 2 * radius, top: middle - radius, bottom: middle + radius }];
  });
}

/** Filled rectangles of a colour, in the order in which they are drawn. */
export function rectanglesOf(drawing: Drawing, color: string): Box[] {
  return filledBoxes(drawing).filter(({ shape }) => shape.kind === "path" && shape.fill === color && /h/.test(shape.d));
}

/** The points that the lines of a shape go through. */
export function pointsOf({ d }: PathShape): [x: number, y: number][] {
  return [...d.matchAll(/[ML](\S+?) ([^ML]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
}

/** The boxes of lines. */
export function lineBoxes({ shapes }: Drawing): Box[] {
  return shapes.flatMap((shape): Box[] => {
    if (shape.kind !== "path" || shape.stroke === null) return [];
    const points = pointsOf(shape);
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    return [{ shape, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) }];
  });
}

/** Whether two boxes cover more than a hair of the same place. */
export function meet(a: Box, b: Box): boolean {
  const hair = 0.05;
  return a.left + hair < b.right && b.left + hair < a.right && a.top + hair < b.bottom && b.top + hair < a.bottom;
}
