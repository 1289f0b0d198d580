import { editDistance } from "./edit-distance.ts";
import { areWrittenAlike } from "./plain-writing.ts";
import { areRelatedWords, isNumeral } from "./word-lists.ts";

/** How one name may be a slip of another. */
export interface NameDifference {
  /** Letters to change; 0 where only blanks, punctuation, case or the way of writing a letter differ. */
  readonly edits: number;
  /**
   * Whether it is hardly another word: only the way of writing differs, or in a long word two neighbours are swapped or a
   * letter is doubled or no longer doubled, or in a very long one a letter is lost or too many; and of the word neither the
   * first letter nor the last two are touched.
   */
  readonly isHardlyWord: boolean;
}

const FEWEST_LETTERS = 4;
/** From how many letters on a word may differ by two edits. */
const TWO_EDITS_FROM = 8;
/** Shorter words of one language often differ by a swapped or doubled letter: filed, filled; united, untied. */
const LONG_WORD = 8;
/** A letter in another one's place may make another word of any length: accettare, accertare. */
const VERY_LONG_WORD = 10;

/** The words of a name, in small letters and one way of writing each. */
export const wordsOf = (name: string): string[] =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");

/**
 * How the words of a rare name may be a misspelling of those of a frequent one, or null where it means something else:
 * another number, letter or rank (Release A, Release B), another form or opposite of a word (approve, approved, unapprove;
 * Eingang, Ausgang), a word that other activities use too (`isWord`), or more than one word that differs.
 */
export function compareNames(
  rareWords: readonly string[],
  frequentWords: readonly string[],
  isWord: (word: string) => boolean,
): NameDifference | null {
  if (rareWords.join("") === frequentWords.join("")) {
    return rareWords.length === 0 ? null : { edits: 0, isHardlyWord: true };
  }
  if (rareWords.length !== frequentWords.length) return null;
  const differing = rareWords.flatMap((word, at) => (word === frequentWords[at] ? [] : [at]));
  const others = differing.filter((at) => !areWrittenAlike(rareWords[at] ?? "", frequentWords[at] ?? ""));
  const isInside = differing.every((at) => differInside(rareWords[at] ?? "", frequentWords[at] ?? ""));
  const [place] = others;
  if (place === undefined) return { edits: 0, isHardlyWord: isInside };
  if (others.length > 1) return null;
  const [a = "", b = ""] = [rareWords[place], frequentWords[place]];
  if (isNumeral(a) || isNumeral(b) || /\p{N}/u.test(a + b) || isWord(a) || areRelatedWords(a, b)) return null;
  const [lettersA, lettersB] = [Array.from(a), Array.from(b)];
  const length = Math.min(lettersA.length, lettersB.length);
  if (length < FEWEST_LETTERS) return null;
  const most = length >= TWO_EDITS_FROM ? 2 : 1;
  const edits = editDistance(lettersA, lettersB, most);
  if (edits > most) return null;
  return { edits, isHardlyWord: isInside && isTypingSlip(a, b, length) };
}

function differInside(a: string, b: string): boolean {
  const [lettersA, lettersB] = [Array.from(a), Array.from(b)];
  return lettersA[0] === lettersB[0] && lettersA.slice(-2).join("") === lettersB.slice(-2).join("");
}

/** Whether two words have two neighbouring letters the other way round. */
function isSwapped(a: string, b: string): boolean {
  const [lettersA, lettersB] = [Array.from(a), Array.from(b)];
  const at = lettersA.findIndex((letter, place) => letter !== lettersB[place]);
  const swapped = [...lettersA.slice(0, at), lettersA[at + 1], lettersA[at], ...lettersA.slice(at + 2)];
  return lettersA.length === lettersB.length && swapped.join("") === b;
}

/** The letter that only the longer word has: its neighbour doubled, or another one; null where more differs. */
function letterMore(a: string, b: string): "doubled" | "other" | null {
  const [short, long] = a.length < b.length ? [Array.from(a), Array.from(b)] : [Array.from(b), Array.from(a)];
  const at = long.findIndex((letter, place) => letter !== short[place]);
  if ([...long.slice(0, at), ...long.slice(at + 1)].join("") !== short.join("")) return null;
  return long[at] === long[at - 1] ? "doubled" : "other";
}

function isTypingSlip(a: string, b: string, length: number): boolean {
  if (length < LONG_WORD) return false;
  const more = letterMore(a, b);
  return isSwapped(a, b) || more === "doubled" || (more === "other" && length >= VERY_LONG_WORD);
}
