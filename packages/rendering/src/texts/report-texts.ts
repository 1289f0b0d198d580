import type { Language } from "@longhaul/domain";
import { en } from "./en.ts";
import { fr } from "./fr.ts";

/** What the formats add to a report; each language has all of it. */
export type ReportTexts = typeof en;
export type TimeUnit = keyof ReportTexts["units"];

const TEXTS: Readonly<Record<Language, ReportTexts>> = { en, fr };

export function textsIn(language: Language): ReportTexts {
  return TEXTS[language];
}
