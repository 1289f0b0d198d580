import { describe, expect, it } from "vitest";
import { outlineText } from "../charts/outline-text.ts";
import { renderPdf } from "../pdf/render-pdf.ts";
import { sampleReport } from "../test/sample-report.ts";
import { FontBook } from "./font-book.ts";
import { inVisualOrder } from "./visual-order.ts";

const APPROVAL = "الموافقة النهائية من مدير الفرع";
const SHAPE = { kind: "text", x: 0, y: 0, anchor: "start", fill: "#000000", matrix: [1, 0, 0, 1, 0, 0] } as const;
const STYLE = { size: 10, weight: 400 as const };

describe("a line with words that are read from the right", () => {
  it("has them in that order, and what stands around them where it was", () => {
    expect(inVisualOrder("before “أ ب ج”: 5")).toEqual(["before “", "ج", " ", "ب", " ", "أ", "”: 5"]);
    expect(inVisualOrder("בדיקה (12.5 א) → אישור")).toEqual(["א", " ", "12.5", ")", " ", "בדיקה", ") → ", "אישור"]);
    expect(inVisualOrder("plain (as ever)")).toEqual(["plain (as ever)"]);
  });

  it("is written with a font that has all its letters, each joined to its neighbours, and measured so", () => {
    const book = new FontBook();
    const runs = book.runs(`Wait for “${APPROVAL}”`);
    expect(runs.map(({ text }) => text).slice(1, 4)).toEqual(["الفرع", " ", "مدير"]);
    for (const text of [APPROVAL, "إعادة الطلب لاستكمال النواقص", "אישור סופי של מנהל הסניף"]) {
      const glyphs = book.runs(text).flatMap(({ face, text: part }) => face.font.layout(part).glyphs);
      expect(glyphs.filter(({ id }) => id === 0)).toEqual([]);
      const advance = book
        .runs(text)
        .reduce((sum, { face, text: part }) => sum + face.font.layout(part).advanceWidth / face.font.unitsPerEm, 0);
      expect(book.width(text, STYLE)).toBeCloseTo(10 * advance, 5);
    }
    const apart = Array.from(APPROVAL).reduce((sum, letter) => sum + book.width(letter, STYLE), 0);
    expect(book.width(APPROVAL, STYLE)).toBeLessThan(0.9 * apart);
  });

  it("is written where the font has no place for a sign on a rare letter", async () => {
    const book = new FontBook();
    const rare = "ڢ و ݠ";
    expect(book.runs(rare).some(({ features }) => features !== undefined)).toBe(true);
    expect(book.width(rare, STYLE)).toBeGreaterThan(10);
    expect(outlineText({ ...SHAPE, ...STYLE, text: rare }, book).length).toBeGreaterThan(2);
    const sections = [{ heading: rare, blocks: [{ kind: "text" as const, text: rare }] }];
    expect((await renderPdf({ ...sampleReport({ rows: 0 }), sections })).length).toBeGreaterThan(1000);
  });

  it("is drawn from the right in pictures without fonts, too", () => {
    const book = new FontBook();
    const drawn = (text: string) => outlineText({ ...SHAPE, ...STYLE, text }, book);
    const alone = new Set(drawn("د").map(({ d }) => d));
    expect(drawn("بد").filter(({ d }) => alone.has(d))).toEqual([]);
    const [dal] = drawn("ر د").filter(({ d }) => alone.has(d));
    expect(dal?.matrix[4]).toBeLessThan(1);
  });
});
