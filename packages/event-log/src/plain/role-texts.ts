import type { Dictionary } from "../parquet/parquet-column.ts";
import { isFolded } from "../text/fold-text.ts";
import { isMissingWord, mayBeMissingWord } from "../text/missing-words.ts";
import { textOf } from "./code-texts.ts";
import { NotPlain } from "./not-plain.ts";

const [SPACE, LAST_VISIBLE] = [32, 126];

/** @throws NotPlain for a text of a role that the careful way keeps otherwise, or takes for none */
export function checkRoleTexts(texts: Dictionary): void {
  const { count, bytes, starts, lengths } = texts;
  for (let number = 0; number < count; number++) {
    const start = starts[number] ?? 0;
    const length = lengths[number] ?? 0;
    // Nearly all names are letters with single blanks between them, which their bytes show much faster.
    let isUsual = true;
    let before = SPACE;
    for (let at = start; at < start + length; at++) {
      const byte = bytes[at] ?? 0;
      if (byte < SPACE || byte > LAST_VISIBLE || (byte === SPACE && before === SPACE)) isUsual = false;
      before = byte;
    }
    if (before === SPACE) isUsual = false;
    if (isUsual && !mayBeMissingWord(bytes[start] ?? 0, length)) continue;
    const text = textOf(texts, number);
    if (!isFolded(text) || isMissingWord(text)) throw new NotPlain("a name that is kept otherwise");
  }
}
