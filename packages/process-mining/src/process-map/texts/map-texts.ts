import type { Language } from "@longhaul/domain";
import { en } from "./en.ts";
import { fr } from "./fr.ts";

/** What a process map says; each language has all of it. */
export type MapTexts = typeof en;

const TEXTS: Readonly<Record<Language, MapTexts>> = { en, fr };

export function mapTextsIn(language: Language): MapTexts {
  return TEXTS[language];
}
