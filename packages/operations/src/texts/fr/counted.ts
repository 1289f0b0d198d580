import { counted as countedIn, isSingular } from "@longhaul/domain";

const NO_BREAK_SPACE = "\u00a0";

/** `1 dossier`, `1 234 dossiers`; of several words each that varies is given with its plural. */
export const counted = countedIn("fr");

/** Whether French counts with the singular: below 2. */
export const isOne = (value: number): boolean => isSingular("fr", value);

/** In French quotation marks; those inside become English ones. */
export function quoted(name: string): string {
  const inner = name.replaceAll(/«\s?/g, "“").replaceAll(/\s?»/g, "”");
  return `«${NO_BREAK_SPACE}${inner}${NO_BREAK_SPACE}»`;
}
