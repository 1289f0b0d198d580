import { expect, it } from "vitest";
import { FontBook } from "./font-book.ts";

const STYLE = { size: 10, color: "#000000" };

it("keeps signs in the font of their letters, and measures words as the font sets them", () => {
  const book = new FontBook();
  for (const text of ["क्‍षेत्र", "ตรวจสอบที่นี่", "পরীক্ষা", "சரிபார்ப்பு", "తనిఖీ"]) {
    const [run, ...others] = book.runs(text);
    expect(others).toEqual([]);
    const font = run?.face.font;
    const set = font === undefined ? 0 : (10 * font.layout(text).advanceWidth) / font.unitsPerEm;
    expect(book.width(text, STYLE)).toBeCloseTo(set, 9);
    expect(set).toBeGreaterThan(10);
  }
});

it("breaks Thai between words, and no letter from its signs", () => {
  const book = new FontBook();
  const thai = "รับคำขอสินเชื่อพร้อมเอกสาร";
  const lines = book.wrap(thai, 60, STYLE);
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.join("")).toBe(thai);
  const words = Array.from(new Intl.Segmenter("th", { granularity: "word" }).segment(thai), ({ segment }) => segment);
  const ends = new Set(words.map((_, at) => words.slice(0, at + 1).join("")));
  for (const at of lines.keys()) expect(ends).toContain(lines.slice(0, at + 1).join(""));
  // Narrower than any word.
  for (const text of [thai, "प्रबंधक"]) {
    for (const line of book.wrap(text, 8, STYLE)) expect(line).not.toMatch(/^\p{M}/u);
    expect(book.shorten(text, 20, STYLE)).toMatch(/…$/);
  }
});
