/** Control characters, line breaks, half characters, private ones, and marks that turn the direction of writing. */
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Co}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu;

/**
 * One line of at most `maxLength` characters, so that a name can neither end a header nor disguise what follows. What
 * doesn't belong into a line becomes a space.
 */
export function plainLine(value: string, maxLength: number): string {
  const line = value.replace(UNWANTED, " ").replace(/\s+/g, " ").trim();
  if (line.length <= maxLength) {
    return line;
  }
  const characters = Array.from(new Intl.Segmenter().segment(line), ({ segment }) => segment);
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join("")}…`;
}
