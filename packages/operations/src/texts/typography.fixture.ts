import type { Language } from "@longhaul/domain";

/** What a text must not have: in English another kind of quotes or apostrophes, in French a sign that a line may begin or end with alone. */
const SLIPS: Readonly<Record<Language, RegExp>> = {
  en: /[^"]*"[^"]*"?|.{0,20}\p{L}'\p{L}.{0,20}/gu,
  fr: /.{0,20}(?: [:;?!»%]|« )/g,
};

/** Slips of typography in a text. */
export function slipsIn(text: string, language: Language): string[] {
  return text.match(SLIPS[language]) ?? [];
}
