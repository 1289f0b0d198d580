import { isSetWhole } from "../text/joined-letters.ts";
import type { FontBook, Run } from "../text/font-book.ts";
import type { TextShape } from "./drawing.ts";

/** The glyphs of a text as path data around its anchor at (x, y), for renderers that have no fonts. */
export function outlineText(
  shape: TextShape,
  book: FontBook,
): { readonly d: string; readonly matrix: TextShape["matrix"] }[] {
  const width = book.width(shape.text, shape);
  let left = shape.x - (shape.anchor === "middle" ? width / 2 : shape.anchor === "end" ? width : 0);
  const outlines: { d: string; matrix: TextShape["matrix"] }[] = [];
  for (const run of book.runs(shape.text, shape.weight)) {
    const scale = shape.size / run.face.font.unitsPerEm;
    for (const { d, x, y, advance } of glyphsOf(run)) {
      if (d !== "") outlines.push({ d, matrix: [scale, 0, 0, -scale, left + x * scale, shape.y - y * scale] });
      left += advance * scale;
    }
  }
  return outlines;
}

interface PlacedGlyph {
  readonly d: string;
  /** Where it stands beside its place in the line. */
  readonly x: number;
  readonly y: number;
  readonly advance: number;
}

/** Letters of some scripts take the shape that their neighbours ask for, with their signs; others are set one by one. */
function glyphsOf({ face: { font }, text, features }: Run): PlacedGlyph[] {
  if (!isSetWhole(text))
    return Array.from(text, (char) => {
      const glyph = font.glyphForCodePoint(char.codePointAt(0) ?? 0);
      return { d: glyph.path.toSVG(), x: 0, y: 0, advance: glyph.advanceWidth };
    });
  const { glyphs, positions } = font.layout(text, features);
  return glyphs.map((glyph, at) => {
    const { xOffset = 0, yOffset = 0, xAdvance = 0 } = positions[at] ?? {};
    return { d: glyph.path.toSVG(), x: xOffset, y: yOffset, advance: xAdvance };
  });
}
