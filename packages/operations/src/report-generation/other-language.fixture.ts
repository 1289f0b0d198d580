import type { Language } from "@longhaul/domain";
import { en } from "../texts/en/index.ts";
import { fr } from "../texts/fr/index.ts";

/** Words that the other language doesn't have, and without which hardly a sentence of this one can be made. */
const WORDS: Readonly<Record<Language, RegExp>> = {
  en: /(?<![\p{L}.])(?:the|of|and|with|within|which|each|from|half|than|was|were|is|are|by|for|this|that|it|not|there|what|how|continued)(?![\p{L}.])/giu,
  fr: /(?<![\p{L}.])(?:les|des|une|est|sont|avec|dans|dont|pour|qui|que|du|le|la|et|au|aux|leur|sa|suite)(?![\p{L}.])/giu,
};
const OTHER: Readonly<Record<Language, Language>> = { en: "fr", fr: "en" };
const CATALOGUES: Readonly<Record<Language, unknown>> = { en, fr };

/** The texts of a catalogue that stand between its figures and names: of three words or more, so that they can't be anything else. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [...value.toString().matchAll(/[^`"${}()]{12,}/g)].map(([chunk]) => chunk);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** What a text in a language has of the other one: words, and texts of its catalogue. */
export function otherLanguageIn(text: string, language: Language): string[] {
  const other = OTHER[language];
  const words = [...text.matchAll(WORDS[other])].map(({ index }) => text.slice(Math.max(0, index - 40), index + 40));
  const chunks = textsOf(CATALOGUES[other]).filter((chunk) => chunk.trim().split(/\s+/).length >= 3);
  return [...new Set([...words, ...chunks.filter((chunk) => text.includes(chunk))])];
}
