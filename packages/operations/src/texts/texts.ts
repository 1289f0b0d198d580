import { formatsIn, type Language } from "@longhaul/domain";
import { quantitiesIn, type Quantities } from "./quantities.ts";
import { en, type Catalogue } from "./en/index.ts";
import { fr } from "./fr/index.ts";

/** What reports say in a language, and how they write figures. */
export interface Texts extends Catalogue, Quantities {
  readonly language: Language;
  /** A length of time, where a sentence is made from results. */
  readonly span: (seconds: number) => string;
  /** The same in working hours, where a calendar says when work is done. */
  readonly workingSpan: (seconds: number) => string;
}

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, fr };

export function textsIn(language: Language): Texts {
  const { span } = formatsIn(language);
  const catalogue = CATALOGUES[language];
  const workingSpan = (seconds: number): string => catalogue.summary.workingHours(seconds / 3600);
  return { language, span, workingSpan, ...quantitiesIn(language), ...catalogue };
}
