import type { FontBook } from "../text/font-book.ts";
import type { TextShape } from "./drawing.ts";

/** The glyphs of a text as path data around its anchor at (x, y), for renderers that have no fonts. */
export function outlineText(
  shape: TextShape,
  book: FontBook,
): { readonly d: string; readonly matrix: TextShape["matrix"] }[] {
  const width = book.width(shape.text, shape);
  let left = shape.x - (shape.anchor === "middle" ? width / 2 : shape.anchor === "end" ? width : 0);
  const outlines: { d: string; matrix: TextShape["matrix"] }[] = [];
  for (const { face, text } of book.runs(shape.text, shape.weight)) {
    const scale = shape.size / face.font.unitsPerEm;
    for (const char of text) {
      const glyph = face.font.glyphForCodePoint(char.codePointAt(0) ?? 0);
      const d = glyph.path.toSVG();
      if (d !== "") outlines.push({ d, matrix: [scale, 0, 0, -scale, left, shape.y] });
      left += glyph.advanceWidth * scale;
    }
  }
  return outlines;
}
