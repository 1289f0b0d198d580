import { compareNames, wordsOf } from "./compare-names.ts";

/** An activity by its name, with the number of its events. */
export interface NamedActivity {
  readonly name: string;
  readonly events: number;
}

/** A name that may be a misspelling of another. */
export interface Candidate {
  readonly from: NamedActivity;
  readonly to: NamedActivity;
  /** Other names that are as near. */
  readonly alternatives: readonly string[];
  readonly edits: number;
  readonly isHardlyWord: boolean;
}

/** A name is proposed as a misspelling of one that is at least this many times as frequent. */
const FREQUENCY_RATIO = 5;
/** Letters, and blanks or signs that count for nothing. */
const MOST_LENGTH_DIFFERENCE = 4;
/** Names in all that are compared, the most frequent first; a log of more has no activities but texts. */
export const MOST_NAMES = 3000;

/**
 * Names that may be misspellings of more frequent ones, by their letters alone; each with the nearest, the most frequent
 * of equally near ones. Names are compared pair by pair, those of a similar length only.
 */
export function proposeMisspellings(activities: readonly NamedActivity[]): Candidate[] {
  const byUse = activities
    .toSorted((a, b) => b.events - a.events || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NAMES)
    .map((activity) => ({ ...activity, words: wordsOf(activity.name) }));
  const usesOfWord = new Map<string, number>();
  for (const { words, events } of byUse)
    for (const word of words) if (!usesOfWord.has(word)) usesOfWord.set(word, events);
  const candidates = new Map<string, Candidate>();
  for (const { words, ...from } of byUse) {
    const atLeast = FREQUENCY_RATIO * from.events;
    // A word that a much more frequent activity has is a word, not a slip.
    const isWord = (word: string): boolean => (usesOfWord.get(word) ?? 0) >= atLeast;
    const found = [];
    for (const to of byUse) {
      if (to.events < atLeast) break;
      // A slip of a slip belongs to what both were meant to be.
      if (candidates.has(to.name)) continue;
      if (Math.abs(to.name.length - from.name.length) > MOST_LENGTH_DIFFERENCE) continue;
      const difference = compareNames(words, to.words, isWord);
      if (difference !== null) found.push({ to: { name: to.name, events: to.events }, ...difference });
    }
    const [best, ...others] = found.toSorted((a, b) => a.edits - b.edits);
    if (best === undefined) continue;
    const alternatives = others.filter(({ edits }) => edits === best.edits).map(({ to }) => to.name);
    candidates.set(from.name, { from, alternatives, ...best });
  }
  return [...candidates.values()];
}
