import { describe, expect, it } from "vitest";
import { formatsIn, LANGUAGES } from "./language.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe("figures in words", () => {
  it.each([
    [0, "0 seconds", "0 s"],
    [7.5, "7.5 seconds", "7,5 s"],
    [59.96, "60 seconds", "1 min"],
    [60, "1 minute", "1 min"],
    [750, "12.5 minutes", "12 min 30 s"],
    [3599.9, "60 minutes", "1 h"],
    [7500, "2.1 hours", "2 h 5 min"],
    [172_799, "48 hours", "48 h"],
    [362_880, "4.2 days", "4,2 jours"],
    [106_704_000, "1,235 days", "1 235 jours"],
    [-7500, "−2.1 hours", "−2 h 5 min"],
  ])("write %d seconds as %s, in French as %s", (seconds, english, french) => {
    expect(formatsIn("en").span(seconds)).toBe(english);
    expect(plain(formatsIn("fr").span(seconds))).toBe(french);
  });

  it.each([
    [0, "0.0 %", "0,0 %"],
    [0.0003, "< 0.1 %", "< 0,1 %"],
    [0.0405, "4.1 %", "4,1 %"],
    [0.9994, "99.9 %", "99,9 %"],
    [0.9998, "> 99.9 %", "> 99,9 %"],
    [1, "100.0 %", "100,0 %"],
    [12.3456, "1,234.6 %", "1 234,6 %"],
  ])("write the share %d as %s, in French as %s", (share, english, french) => {
    expect(formatsIn("en").percent(share)).toBe(english);
    expect(plain(formatsIn("fr").percent(share))).toBe(french);
  });

  it("write numbers, shares and dates as each language does", () => {
    const written = LANGUAGES.map((language) => {
      const { number, decimal, percent, shortSpan, day, moment } = formatsIn(language);
      const time = "2026-11-27T14:05:59Z";
      return [number(1234.5), decimal(2, 1), percent(0.1234), shortSpan(-5400), day(time), moment(time)].map(plain);
    });
    expect(written).toEqual([
      ["1,234.5", "2.0", "12.3 %", "−1.5 h", "27 November 2026", "2026-11-27 14:05 UTC"],
      ["1 234,5", "2,0", "12,3 %", "−1,5 h", "27 novembre 2026", "27/11/2026 14:05 UTC"],
    ]);
    expect(formatsIn("fr").day("2026-01-01T00:00:00Z")).toBe("1er janvier 2026");
  });
});
