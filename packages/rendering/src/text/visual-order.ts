/** Words that are read from right to left, with the signs and figures between them; arrows stand between names. */
const PHRASE = /[\p{Script=Arabic}\p{Script=Hebrew}](?:[^\p{L}→\n]*[\p{Script=Arabic}\p{Script=Hebrew}])*\p{M}*/gu;
const TOKEN = /[\p{Script=Arabic}\p{Script=Hebrew}\p{M}\u0640\u200c\u200d]+|\p{N}+(?:[.,:/]\p{N}+)*|./gsu;
const MIRRORED: ReadonlyMap<string, string> = new Map(
  ["()", "[]", "{}", "<>", "«»", "‹›"].flatMap((pair) => [
    [pair.charAt(0), pair.charAt(1)],
    [pair.charAt(1), pair.charAt(0)],
  ]),
);

/** Whether a text has letters that are read from right to left. */
export const isFromRight = (text: string): boolean => /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);

/**
 * The parts of a line as they stand from left to right. A line is one of a language that is read from the left, so that only
 * the words of each phrase in Arabic or Hebrew change places; the letters of a word are left to the font.
 */
export function inVisualOrder(line: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { 0: phrase, index } of line.matchAll(PHRASE)) {
    if (index > from) parts.push(line.slice(from, index));
    const tokens = phrase.match(TOKEN) ?? [];
    parts.push(...tokens.toReversed().map((token) => MIRRORED.get(token) ?? token));
    from = index + phrase.length;
  }
  if (from < line.length) parts.push(line.slice(from));
  return parts;
}
