import type { Drawing, PathShape, TextShape } from "./drawing.ts";
import { escapeMarkup } from "../text/escape-markup.ts";
import type { FontBook } from "../text/font-book.ts";
import { outlineText } from "./outline-text.ts";

const FAMILY = "'Noto Sans','Noto Sans CJK SC','Noto Sans CJK KR',system-ui,sans-serif";

/** The drawing as SVG that holds shapes and texts and nothing else; with `outlines`, texts are shapes too. */
export function writeSvg({ width, height, shapes }: Drawing, label: string, outlines: FontBook | null): string {
  const parts = shapes.map((shape) => {
    if (shape.kind === "path") return pathElement(shape);
    return outlines === null ? textElement(shape) : outlineElement(shape, outlines);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeMarkup(label)}" font-family="${FAMILY}">${parts.join("\n")}</svg>`;
}

function pathElement({ d, fill, stroke, strokeWidth, dash, opacity, isRound, matrix }: PathShape): string {
  const look = [
    `fill="${escapeMarkup(fill ?? "none")}"`,
    ...(stroke === null ? [] : [`stroke="${escapeMarkup(stroke)}" stroke-width="${strokeWidth}"`]),
    ...(isRound && stroke !== null ? ['stroke-linejoin="round"'] : []),
    ...(dash.length === 0 ? [] : [`stroke-dasharray="${dash.join(" ")}"`]),
    ...(opacity === 1 ? [] : [`opacity="${opacity}"`]),
  ];
  return `<path d="${escapeMarkup(d)}" ${look.join(" ")}${transform(matrix)}/>`;
}

function textElement({ text, x, y, anchor, size, weight, fill, matrix }: TextShape): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" font-size="${size}" font-weight="${weight}" fill="${escapeMarkup(fill)}"${transform(matrix)}>${escapeMarkup(text)}</text>`;
}

function outlineElement(shape: TextShape, book: FontBook): string {
  const paths = outlineText(shape, book).map(({ d, matrix }) => `<path d="${d}"${transform(matrix)}/>`);
  return `<g fill="${escapeMarkup(shape.fill)}"${transform(shape.matrix)}>${paths.join("")}</g>`;
}

function transform(matrix: TextShape["matrix"]): string {
  const isPlain = matrix.every((value, idx) => value === (idx === 0 || idx === 3 ? 1 : 0));
  return isPlain ? "" : ` transform="matrix(${matrix.join(" ")})"`;
}
