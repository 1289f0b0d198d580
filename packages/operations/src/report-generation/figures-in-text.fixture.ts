import { formatsIn, type Language } from "@longhaul/domain";
import { inOneLine } from "./read-report.fixture.ts";

/** A figure with its unit, as a sentence has it. */
const FIGURE: Readonly<Record<Language, RegExp>> = {
  en: /\d[\d,]*(?:\.\d+)?(?: (?:%|days?|hours?|minutes?|seconds?)(?![a-z]))?/g,
  fr: /\d{1,3}(?: \d{3})*(?:,\d+)?(?: (?:%|jours|h(?: \d+ min)?|min(?: \d+ s)?|s)(?![\p{L}’]))?/gu,
};

/** Bounds that texts speak of, which no result holds. */
const SAID_ALWAYS = ["0.1 %", "0,1 %", "99.9 %", "99,9 %", "1 %", "25 %", "75 %", "80 %", "95 %", "100"];

/** Keys of sentences, whose figures are to be found elsewhere. */
const SENTENCES = new Set(["insight", "recommendation", "expectedImprovement", "compared", "assumed", "refutedBy"]);

/** Numbers and texts of JSON, at any depth, but for its sentences. */
function leaves(value: unknown): (number | string)[] {
  if (typeof value === "number" || typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (SENTENCES.has(key) ? [] : leaves(inner)));
}

/** A date as French writes it in tables. */
const reversed = (date: string): string => date.split("-").toReversed().join("/");

/**
 * The figures of texts that aren't in `sources` (JSON), however they are rounded and whichever unit they are written in.
 * Texts of the sources, such as names and dates, are no figures.
 */
export function figuresNotIn(sources: unknown, texts: readonly string[], language: Language): string[] {
  const { number, decimal, percent, span, day, moment } = formatsIn(language);
  const all = leaves(sources);
  const values = new Set(all.filter((leaf) => typeof leaf === "number"));
  const round = (value: number, figures: number): string => number(Number(value.toFixed(figures)));
  const written = [...values].flatMap((value) => [
    number(value),
    ...[0, 1, 2].map((figures) => round(value, figures)),
    decimal(value, 1),
    percent(value),
    percent(1 - value),
    ...[value, 1 - value].map((share) => `${decimal(100 * share, 0)} %`),
    decimal(100 * value, 1),
    span(value),
  ]);
  const known = new Set([...SAID_ALWAYS, ...written.map((text) => inOneLine(text).replace("−", ""))]);
  const names = all
    .filter((leaf) => typeof leaf === "string")
    .flatMap((text) => {
      if (/^\d{4}-\d\d-\d\dT\d\d:/.test(text)) return [day(text), moment(text)];
      // The first day of a period, which sentences name by its day or its month.
      const date = /^\d{4}-\d\d-\d\d(?=$|T\d\d$)/.exec(text)?.[0];
      return [text, reversed(text), ...(date === undefined ? [] : [day(date), day(date).replace(/^\S+ /, "")])];
    })
    .filter((text) => /\d/.test(text))
    .map(inOneLine)
    .toSorted((a, b) => b.length - a.length);
  return texts.flatMap((text) => {
    const rest = names.reduce((left, name) => left.replaceAll(name, "#"), inOneLine(text));
    return (rest.match(FIGURE[language]) ?? [])
      .map((figure) => figure.replace(/,$/, ""))
      .filter((figure) => !known.has(figure))
      .map((figure) => `${figure} in: ${text}`);
  });
}
