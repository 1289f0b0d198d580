import type { Weight } from "../text/font-files.ts";

/** An affine transformation: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export interface PathShape {
  readonly kind: "path";
  /** As in SVG. */
  readonly d: string;
  readonly fill: string | null;
  readonly stroke: string | null;
  readonly strokeWidth: number;
  readonly dash: readonly number[];
  readonly opacity: number;
  /** Whether its lines meet in arcs, as lines of values do: points of acute angles would reach far. */
  readonly isRound: boolean;
  readonly matrix: Matrix;
}

export interface TextShape {
  readonly kind: "text";
  readonly text: string;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
  readonly size: number;
  readonly weight: Weight;
  readonly fill: string;
  readonly matrix: Matrix;
}

export type Shape = PathShape | TextShape;

/** A picture as a flat list of shapes, the lowest first. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** What does `inner` first, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
