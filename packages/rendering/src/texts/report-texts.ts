import type { Language } from "@longhaul/domain";
import { en } from "./en.ts";
import { fr } from "./fr.ts";
import type { ReportTexts } from "./en.ts";

const TEXTS: Readonly<Record<Language, ReportTexts>> = { en, fr };

export function textsIn(language: Language): ReportTexts {
  return TEXTS[language];
}
