import { computed, signal } from "@preact/signals";
import { en, type Texts } from "./en/en.ts";
import { fr } from "./fr/fr.ts";

const KEY = "longhaul-language";
const CATALOGUES = { en, fr } as const;

export type Language = keyof typeof CATALOGUES;
export const LANGUAGES: readonly Language[] = ["en", "fr"];

const isLanguage = (text: string | null): text is Language => text === "en" || text === "fr";

export const language = signal<Language>(firstLanguage());

/** Every text of the page, in the reader's language. */
export const t = computed<Texts>(() => CATALOGUES[language.value]);

export function setLanguage(next: Language): void {
  localStorage.setItem(KEY, next);
  language.value = next;
  document.documentElement.lang = next;
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? "en";
  const found = isLanguage(kept) ? kept : preferred;
  document.documentElement.lang = found;
  return found;
}
