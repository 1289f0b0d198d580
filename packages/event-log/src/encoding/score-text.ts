import type { LanguageModel } from "./language-model.ts";

const COST_OF_ASCII = 2.7;
/** Marks that texts of any language have, with their costs. */
const MARKS: ReadonlyMap<string, number> = new Map([
  ...Array.from("\u00a0\u00b0\u20ac\u2013\u2019\u2116\u00ab\u00bb", (sign) => [sign, 5.5] as const),
  ...Array.from(
    "\u00a3\u00a7\u00b7\u00bf\u00a1\u00aa\u00ba\u2014\u201c\u201d\u201e\u060c\u061f",
    (sign) => [sign, 6.5] as const,
  ),
  ...Array.from("\u00ad\u2018\u201a\u2026\u061b\u00b2\u00b3\u00d7\u00b1\u00a9\u00ae", (sign) => [sign, 8] as const),
]);
/** Marks that no word begins with. */
const CLOSING: ReadonlySet<string> = new Set(
  "\u20ac\u00a3\u00a7\u00b0\u00a9\u00ae\u2013\u2014\u2019\u201d\u2026\u00bb",
);
/** A mark that hardly stands without the other. */
const PARTNERS: ReadonlyMap<string, RegExp> = new Map([
  ["\u201c", /[\u201d\u201e]/],
  ["\u201d", /[\u201c\u201e]/],
  ["\u201e", /[\u201c\u201d]/],
  ["\u2018", /[\u2019\u201a]/],
  ["\u201a", /[\u2018\u2019]/],
  ["\u00ab", /\u00bb/],
  ["\u00bb", /\u00ab/],
]);
const isLetter = (sign: string): boolean => /[\p{L}\p{M}]/u.test(sign);

/**
 * How unlikely a text is in a language: the sum of -ln of the probabilities of its characters. What no text has costs much:
 * controls, what couldn't be decoded, capitals within words, drawings.
 */
export function costOfText(text: string, model: LanguageModel): number {
  let cost = 0;
  /** What stood before: a letter in lower case, or a blank. */
  let previous = " ";
  let previousIsUpper = false;
  let previousIsLower = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (sign < "\u0080") {
      const isAsciiLetter = (sign >= "a" && sign <= "z") || (sign >= "A" && sign <= "Z");
      const lower = isAsciiLetter ? sign.toLowerCase() : " ";
      cost += previous < "\u0080" ? COST_OF_ASCII : isAsciiLetter ? model.cost(previous, lower) + 0.5 : COST_OF_ASCII;
      previousIsUpper = isAsciiLetter && lower !== sign;
      previousIsLower = isAsciiLetter && lower === sign;
      previous = lower;
    } else if (isLetter(sign)) {
      const lower = asInModels(sign);
      const isUpper = sign.toLowerCase() !== sign;
      const isLower = !isUpper && sign.toUpperCase() !== sign;
      cost += sign === "İ" ? (model.name === "tr" ? 4 : 12) : model.cost(previous, lower);
      if (isUpper) cost += previousIsLower ? 6 : previousIsUpper ? 0.5 : 1.5;
      else if (isLower && previousIsUpper && at > 1 && isCapital(text[at - 2])) cost += 4;
      previous = lower;
      previousIsUpper = isUpper;
      previousIsLower = isLower;
    } else {
      cost += costOfMark(text, at, previous, model);
      previous = " ";
      previousIsUpper = previousIsLower = false;
    }
  }
  return cost;
}

function costOfMark(text: string, at: number, previous: string, model: LanguageModel): number {
  const sign = text[at] ?? "";
  if (sign === "\ufffd") return 18;
  if (sign < "\u00a0") return 16;
  if (sign >= "\u3000") return sign >= "\ud800" && sign < "\uff00" ? 15 : model.cost(previous, sign);
  const mark = MARKS.get(sign);
  if (mark === undefined) return 11;
  const next = text[at + 1] ?? " ";
  if (previous !== " " && isLetter(next)) return costWithinWord(sign, next, model);
  if (CLOSING.has(sign) && isLetter(next)) return mark + 5;
  const partner = PARTNERS.get(sign);
  return partner === undefined || text.split(partner).length > 1 ? mark : mark + 5;
}

/** A mark between two letters: an apostrophe before a vowel, or the point of Catalan. */
function costWithinWord(sign: string, next: string, { name }: LanguageModel): number {
  if (sign === "\u2019" && ["fr", "it", "ca"].includes(name)) return /[aeiouhàâéèêîôœ]/i.test(next) ? 4 : 11;
  if (sign === "\u2019" && name === "uk" && next > "\u0400") return 4;
  return sign === "\u00b7" && next === "l" && name === "ca" ? 4 : 11;
}

const isCapital = (sign: string | undefined): boolean =>
  sign !== undefined && sign.toLowerCase() !== sign && isLetter(sign);

/** A letter as the models have it: Romanian ones with a cedilla, as old character sets have them, and the Turkish capital İ. */
const asInModels = (sign: string): string =>
  sign === "ș" || sign === "Ș" ? "ş" : sign === "ț" || sign === "Ț" ? "ţ" : sign === "İ" ? "i" : sign.toLowerCase();
