import type { Dictionary } from "../../parquet/parquet-column.ts";
import { foldedLikeTwins } from "../doubt-texts.ts";
import { isFolded } from "../fold-text.ts";
import { isMissingWord, mayBeMissingWord } from "../missing-words.ts";
import { textOf } from "./code-texts.ts";
import { NotPlain } from "./not-plain.ts";

const [SPACE, PLUS, LAST_VISIBLE] = [32, 43, 126];
const LOWER_CASE = 32;
const LOWER_E = 101;

/** What the distinct texts of a role tell. */
export interface RoleTexts {
  /** Whether one could differ from another in nothing that can be seen. */
  readonly mayHaveTwins: boolean;
  /** Whether one could be a number of a spreadsheet, such as 1.2E+11. */
  readonly mayBeScientific: boolean;
}

/** @throws NotPlain for a text that the careful way keeps otherwise, or takes for none */
export function checkRoleTexts(texts: Dictionary): RoleTexts {
  const { count, bytes, starts, lengths } = texts;
  let mayHaveTwins = false;
  let mayBeScientific = false;
  for (let number = 0; number < count; number++) {
    const start = starts[number] ?? 0;
    const length = lengths[number] ?? 0;
    // Letters and single blanks between them, as nearly all names are, which is told much faster by their bytes.
    let isUsual = true;
    let before = SPACE;
    for (let at = start; at < start + length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < SPACE || byte > LAST_VISIBLE || (byte === SPACE && before === SPACE)) isUsual = false;
      if (byte === PLUS && (before | LOWER_CASE) === LOWER_E) mayBeScientific = true;
      before = byte;
    }
    if (before === SPACE) isUsual = false;
    if (isUsual && !mayBeMissingWord(bytes[start] ?? 0, length)) continue;
    const text = textOf(texts, number);
    if (!isFolded(text) || isMissingWord(text)) throw new NotPlain("a name that is kept otherwise");
    mayHaveTwins ||= !isUsual && foldedLikeTwins(text) !== text;
  }
  return { mayHaveTwins, mayBeScientific };
}
