import type { Language } from "@longhaul/domain";

/** What a text must not have: in English another kind of quotes, in French a sign that a line may begin or end with alone. */
const SLIPS: Readonly<Record<Language, RegExp>> = {
  en: /[^"]*"[^"]*"?/g,
  fr: /.{0,20}(?: [:;?!»]|« )/g,
};

/** Slips of typography in a text. */
export function slipsIn(text: string, language: Language): string[] {
  return text.match(SLIPS[language]) ?? [];
}
