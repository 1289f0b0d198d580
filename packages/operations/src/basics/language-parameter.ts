import { LANGUAGES, type Language } from "@longhaul/domain";
import Joi from "joi";

/** The language of what an operation writes for readers. */
export const languageSchema = Joi.string()
  .valid(...LANGUAGES)
  .default("en")
  .description(
    "of what is written for readers: texts, figures and dates of reports, pictures and sentences of results",
  );

/** What names the language of texts; absent in operations that were made before there was a choice. */
export interface LanguageParameter {
  readonly language?: Language;
}

/** The language that parameters name. */
export function languageOf({ language = "en" }: LanguageParameter): Language {
  return language;
}
