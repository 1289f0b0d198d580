import { editDistance } from "./edit-distance.ts";
import { areRelatedWords, isNumeral } from "./word-lists.ts";

/** How one name may be a slip of another. */
export interface NameDifference {
  /** Letters to change; 0 where only blanks, punctuation, case or the way of writing a letter differ. */
  readonly edits: number;
  /** Whether the slip lies inside a word: neither its first letter nor its last two are touched. */
  readonly isInside: boolean;
}

const FEWEST_LETTERS = 4;
/** From how many letters on a word may differ by two edits. */
const TWO_EDITS_FROM = 8;

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
    return rareWords.length === 0 ? null : { edits: 0, isInside: true };
  }
  if (rareWords.length !== frequentWords.length) return null;
  const differing = rareWords.flatMap((word, at) => (word === frequentWords[at] ? [] : [at]));
  const [place] = differing;
  if (differing.length !== 1 || place === undefined) return null;
  const [a = "", b = ""] = [rareWords[place], frequentWords[place]];
  if (isNumeral(a) || isNumeral(b) || /\p{N}/u.test(a + b) || isWord(a) || areRelatedWords(a, b)) return null;
  const [lettersA, lettersB] = [Array.from(a), Array.from(b)];
  const length = Math.min(lettersA.length, lettersB.length);
  if (length < FEWEST_LETTERS) return null;
  const most = length >= TWO_EDITS_FROM ? 2 : 1;
  const edits = editDistance(lettersA, lettersB, most);
  if (edits > most) return null;
  const isInside = lettersA[0] === lettersB[0] && lettersA.slice(-2).join("") === lettersB.slice(-2).join("");
  return { edits, isInside };
}
