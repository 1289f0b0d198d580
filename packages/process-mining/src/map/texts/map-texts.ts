import type { Language } from "@longhaul/domain";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { MapTexts } from "./en.ts";

const TEXTS: Readonly<Record<Language, MapTexts>> = { en, fr };

export function mapTextsIn(language: Language): MapTexts {
  return TEXTS[language];
}
