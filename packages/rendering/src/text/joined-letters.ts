import { isFromRight } from "./visual-order.ts";

/** Scripts of South and Southeast Asia, whose letters join, change places and carry signs above and below. */
const COMBINED =
  /[\p{Script=Thai}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\u0964\u0965]/u;
/** Signs that belong to the letter before them. */
const SIGN = /[\p{M}\u200c\u200d]/u;

const letters = new Intl.Segmenter("en", { granularity: "grapheme" });

const isCombined = (text: string): boolean => COMBINED.test(text);

/** Whether the font must set the text as a whole, since its letters look other than alone. */
export const isSetWhole = (text: string): boolean => isFromRight(text) || isCombined(text);

/** Whether the character is a sign on the letter before it. */
export const isSign = (char: string): boolean => SIGN.test(char);

/** What of a text can stand apart: characters, with the signs that belong to them. */
export function lettersOf(text: string): string[] {
  return isCombined(text) ? Array.from(letters.segment(text), ({ segment }) => segment) : Array.from(text);
}

/** The parts of a text that a font sets as a whole, one by one. */
export const partsSetWhole = (text: string): string[] => (isCombined(text) ? text.split(/(?<= )/) : [text]);
