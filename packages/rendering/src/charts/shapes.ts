import type { TextStyle } from "../text/font-book.ts";
import { IDENTITY, type PathShape, type TextShape } from "./drawing.ts";
import { ellipse, rectangle } from "./svg-outline.ts";

/** Distance from the baseline to the middle of a line, as a share of the font size. */
const MIDDLE = 0.36;

type Point = readonly [x: number, y: number];

export function filledRectangle(x: number, y: number, width: number, height: number, fill: string): PathShape {
  return filled(rectangle(round(x), round(y), round(width), round(height)), fill);
}

export function filledCircle(x: number, y: number, radius: number, fill: string): PathShape {
  return filled(ellipse(round(x), round(y), radius, radius), fill);
}

/** Lines through the points of each part. */
export function lines(parts: readonly (readonly Point[])[], stroke: string, strokeWidth: number): PathShape {
  const d = parts.map((points) => `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L")}`).join("");
  return { ...PLAIN, d, fill: null, stroke, strokeWidth };
}

/** Horizontal or vertical lines between two points each, placed on pixel centres to look sharp. */
export function segments(
  ends: readonly (readonly [fromX: number, fromY: number, toX: number, toY: number])[],
  stroke: string,
): PathShape {
  const parts = ends.map(([fromX, fromY, toX, toY]): Point[] => {
    const [x, y] = [Math.floor(fromX) + 0.5, Math.floor(fromY) + 0.5];
    return fromX === toX
      ? [
          [x, fromY],
          [x, toY],
        ]
      : [
          [fromX, y],
          [toX, y],
        ];
  });
  return lines(parts, stroke, 1);
}

/** A text whose line has its middle at `middle`. */
export function textAt(
  text: string,
  [x, middle]: Point,
  anchor: TextShape["anchor"],
  { size, color, weight = 400 }: TextStyle,
): TextShape {
  const y = round(middle + MIDDLE * size);
  return { kind: "text", text, x: round(x), y, anchor, size, weight, fill: color, matrix: IDENTITY };
}

const PLAIN = { kind: "path", dash: [], opacity: 1, isRound: true, matrix: IDENTITY } as const;

function filled(d: string, fill: string): PathShape {
  return { ...PLAIN, d, fill, stroke: null, strokeWidth: 0 };
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
