import { SaxesParser } from "saxes";
import {
  IDENTITY,
  multiply,
  type Drawing,
  type Matrix,
  type PathShape,
  type Shape,
  type TextShape,
} from "./drawing.ts";
import { printable } from "../text/printable.ts";
import { outlineOf } from "./svg-outline.ts";

type Attributes = Readonly<Record<string, string>>;

/** Elements that show nothing by themselves. */
const UNSEEN = new Set(["defs", "clipPath", "style", "title", "desc", "metadata", "script"]);

interface Frame {
  readonly name: string;
  /** Own and inherited presentation attributes. */
  readonly look: Attributes;
  readonly matrix: Matrix;
  readonly isSeen: boolean;
}

const ROOT: Frame = { name: "", look: { fill: "#000000" }, matrix: IDENTITY, isSeen: true };

/**
 * Reads an SVG document of the kind that Graphviz writes: shapes, texts of one line, groups and
 * transformations. Clips, gradients and style sheets are passed over.
 */
export function readSvg(svg: string): Drawing {
  const shapes: Shape[] = [];
  const frames: Frame[] = [ROOT];
  let size = { width: 0, height: 0 };
  let text = "";
  const parser = new SaxesParser();
  parser.on("error", (err) => {
    throw err;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const parent = frames.at(-1) ?? ROOT;
    let matrix = multiply(parent.matrix, matrixOf(attributes["transform"]));
    if (name === "svg") {
      const box = numbers(attributes["viewBox"]);
      size = {
        width: box[2] ?? Number.parseFloat(attributes["width"] ?? "0"),
        height: box[3] ?? Number.parseFloat(attributes["height"] ?? "0"),
      };
      matrix = [1, 0, 0, 1, -(box[0] ?? 0), -(box[1] ?? 0)];
    }
    const frame: Frame = {
      name,
      look: inherited(parent.look, attributes),
      matrix,
      isSeen: parent.isSeen && !UNSEEN.has(name),
    };
    frames.push(frame);
    if (name === "text") text = "";
    const d = frame.isSeen ? outlineOf(name, attributes) : null;
    if (d !== null) shapes.push(pathShape(d, frame));
  });
  parser.on("text", (more) => {
    text += more;
  });
  parser.on("closetag", ({ name, attributes }) => {
    const frame = frames.pop() ?? ROOT;
    if (name !== "text" || !frame.isSeen || text.trim() === "") return;
    shapes.push(textShape(text.replaceAll(/\s+/g, " ").trim(), attributes, frame));
  });
  parser.write(printable(svg)).close();
  return { ...size, shapes };
}

function pathShape(d: string, { look, matrix }: Frame): PathShape {
  return {
    kind: "path",
    d,
    fill: paint(look["fill"], look["fill-opacity"]),
    stroke: paint(look["stroke"], look["stroke-opacity"]),
    strokeWidth: Number(look["stroke-width"] ?? 1),
    dash: numbers(look["stroke-dasharray"]),
    opacity:
      Number(look["opacity"] ?? 1) *
      Number((paint(look["fill"], "1") === null ? look["stroke-opacity"] : look["fill-opacity"]) ?? 1),
    isRound: false,
    matrix,
  };
}

function textShape(text: string, own: Attributes, { look, matrix }: Frame): TextShape {
  const size = Number.parseFloat(look["font-size"] ?? "12");
  const anchor = look["text-anchor"];
  const weight = look["font-weight"];
  return {
    kind: "text",
    text,
    x: Number(own["x"] ?? 0),
    y: Number(own["y"] ?? 0),
    anchor: anchor === "middle" || anchor === "end" ? anchor : "start",
    size,
    weight: weight === "bold" || Number(weight) >= 600 ? 700 : 400,
    fill: paint(look["fill"], "1") ?? "#000000",
    matrix,
  };
}

function inherited(parent: Attributes, own: Attributes): Attributes {
  // Opacity of a group isn't inherited but applies to all inside; shapes of ours never overlap within one.
  const more = Object.entries(own).filter(([key]) => /^(fill|stroke|font|text-anchor|opacity)/.test(key));
  return { ...parent, ...Object.fromEntries(more) };
}

function paint(color: string | undefined, opacity: string | undefined): string | null {
  return color === undefined || color === "none" || color === "transparent" || Number(opacity ?? 1) === 0
    ? null
    : color;
}

function matrixOf(transform: string | undefined): Matrix {
  let matrix = IDENTITY;
  for (const [, name, list] of (transform ?? "").matchAll(/\b(\w+)\s*\(([^()]*)\)/g)) {
    const [a = 0, b, c = 0, d = 0, e = 0, f = 0] = numbers(list);
    const turn = (a * Math.PI) / 180;
    if (name === "translate") matrix = multiply(matrix, [1, 0, 0, 1, a, b ?? 0]);
    if (name === "scale") matrix = multiply(matrix, [a, 0, 0, b ?? a, 0, 0]);
    if (name === "rotate")
      matrix = multiply(matrix, [Math.cos(turn), Math.sin(turn), -Math.sin(turn), Math.cos(turn), 0, 0]);
    if (name === "matrix") matrix = multiply(matrix, [a, b ?? 0, c, d, e, f]);
  }
  return matrix;
}

function numbers(list: string | undefined): number[] {
  return (list?.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/gi) ?? []).map(Number);
}
