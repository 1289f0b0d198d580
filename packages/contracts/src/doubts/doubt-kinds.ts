import type { Language } from "@longhaul/domain";
import { ENGLISH_KINDS, type DoubtName } from "./english-kinds.ts";
import { FRENCH_KINDS } from "./french-kinds.ts";

/** Kinds of doubts about a dataset in words, of each language. */
export const DOUBT_KINDS: Readonly<Record<Language, Readonly<Record<DoubtName, string>>>> = {
  en: ENGLISH_KINDS,
  fr: FRENCH_KINDS,
};
