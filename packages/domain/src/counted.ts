import { formatsIn, type Language } from "./language.ts";

/** Between a count and its noun: French keeps them on one line. */
const SPACE: Readonly<Record<Language, string>> = { en: " ", fr: "\u00a0" };

/** Writes a count before its noun: `1 case`, `1,234 cases`; a noun whose plural isn't its singular and an s is given with it. */
export function counted(language: Language): (count: number, one: string, others?: string) => string {
  const { number } = formatsIn(language);
  return (count, one, others = `${one}s`) =>
    `${number(count)}${SPACE[language]}${isSingular(language, count) ? one : others}`;
}

/** Whether a language counts so many with the singular: French below 2, English 1 alone. */
export function isSingular(language: Language, count: number): boolean {
  return language === "fr" ? Math.abs(count) < 2 : count === 1;
}
