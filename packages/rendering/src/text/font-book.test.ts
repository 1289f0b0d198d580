import { create } from "fontkit";
import { describe, expect, it } from "vitest";
import { FontBook } from "./font-book.ts";
import { fontFiles } from "./font-files.ts";
import { readFont } from "./fonts.ts";

const codesOf = (path: string): number[] => {
  const font = create(readFont(path));
  return "characterSet" in font ? font.characterSet.filter((code) => font.hasGlyphForCodePoint(code)) : [];
};

describe("the fonts of reports", () => {
  it.each([400, 700] as const)("in weight %d are opened for all characters that only they have", (weight) => {
    const earlier = new Set<number>();
    for (const { path, mayHave } of fontFiles(weight)) {
      const codes = codesOf(path);
      const missed = codes.filter((code) => !earlier.has(code) && !mayHave.test(String.fromCodePoint(code)));
      expect({ path, missed }).toEqual({ path, missed: [] });
      for (const code of codes) earlier.add(code);
    }
    expect(earlier.size).toBeGreaterThan(20_000);
  });

  it.each([
    ["Łódź → Αθήνα", ["latin", "latin-ext", "math", "greek"]],
    ["审核", ["chinese"]],
    ["한국어", ["korean"]],
    ["ตรวจสอบ", ["thai-thai"]],
    ["क्षेत्र जाँच।", ["devanagari-devanagari"]],
    ["পরীক্ষা", ["bengali-bengali"]],
    ["சரிபார்ப்பு", ["tamil-tamil"]],
    ["తనిఖీ", ["telugu-telugu"]],
  ])("write %j with those that have its characters", (text, subsets) => {
    const names = new Set(new FontBook().runs(text).map(({ face }) => face.name));
    for (const subset of subsets) expect([...names].join(" ")).toContain(subset);
  });

  it("write what none has in the first", () => {
    const [run] = new FontBook().runs("ᚠᚢᚦ");
    expect(run?.face.name).toBe(fontFiles(400)[0]?.path);
  });
});

const STYLE = { size: 10 };

it("shortens a text at a word, unless that leaves little of what fits", () => {
  const book = new FontBook();
  const within = (text: string, kept: string) => book.shorten(text, book.width(`${kept}…`, STYLE) + 0.1, STYLE);
  expect(within("Shared, new and lost", "Shared, new and lo")).toBe("Shared, new and…");
  expect(within("Shared, new and lost", "Shared, new and")).toBe("Shared, new and…");
  expect(within("an incomprehensible", "an incompre")).toBe("an incompre…");
  expect(within("short", "short")).toBe("short");
});
