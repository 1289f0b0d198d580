import { formatsIn } from "@longhaul/domain";

const NO_BREAK_SPACE = "\u00a0";

/** `1 dossier`, `1 234 dossiers`; of several words each that varies is given with its plural. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatsIn("fr").number(value)}${NO_BREAK_SPACE}${isOne(value) ? noun : plural}`;
}

/** Whether French counts with the singular: below 2. */
export function isOne(value: number): boolean {
  return Math.abs(value) < 2;
}

/** In French quotation marks; those inside become English ones. */
export function quoted(name: string): string {
  const inner = name.replaceAll(/«\s?/g, "“").replaceAll(/\s?»/g, "”");
  return `«${NO_BREAK_SPACE}${inner}${NO_BREAK_SPACE}»`;
}
