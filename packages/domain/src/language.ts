import { spanText } from "./words.ts";

/** Languages in which texts for readers are written; the API itself speaks English. */
export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** How figures are written in a language. */
export interface Formats {
  /** A number as it is, grouped: `1,234.5`, `1 234,5`. */
  readonly number: (value: number) => string;
  /** A number with `figures` digits after the point. */
  readonly decimal: (value: number, figures: number) => string;
  /** A share of 0 to 1 in percent, with one digit after the point; `< 0.1 %` near 0 and `> 99.9 %` near 1. */
  readonly percent: (share: number) => string;
  /** A length of time: `4.2 hours`, `4 h 12 min`. */
  readonly span: (seconds: number) => string;
  /** A short `span` for narrow places: `4.2 h`, `4,2 h`. */
  readonly shortSpan: (seconds: number) => string;
  /** The day of an ISO time, UTC: `27 November 2026`, `27 novembre 2026`. */
  readonly day: (iso: string) => string;
  /** An ISO time to the minute, UTC: `2026-11-27 14:05 UTC`, `27/11/2026 14:05 UTC`. */
  readonly moment: (iso: string) => string;
}

/** Keeps a number and its unit, or the digit groups of a number, on one line. Fonts lack the narrow one (U+202F). */
const NO_BREAK_SPACE = "\u00a0";

const [DAY, HOUR, MINUTE] = [86_400, 3600, 60];
/** Shorter spans are written in hours. */
const DAYS_FROM = 2 * DAY;
const SHORT_UNITS = [
  ["year", 31_556_952],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", 1],
] as const;
type ShortUnit = (typeof SHORT_UNITS)[number][0];

const FORMATS: Readonly<Record<Language, Formats>> = {
  en: {
    ...numbersIn("en"),
    percent: percentIn("en", " "),
    span: (seconds) =>
      `${seconds < 0 ? "−" : ""}${spanText(Math.abs(seconds)).replace(/^\d+/, (digits) => Number(digits).toLocaleString("en"))}`,
    shortSpan: shortSpanIn("en", { year: "y", day: "d", hour: "h", minute: "min", second: "s" }),
    day: dayIn("en-GB"),
    moment: (iso) => `${new Date(iso).toISOString().slice(0, 16).replace("T", " ")} UTC`,
  },
  fr: {
    ...numbersIn("fr"),
    percent: percentIn("fr", NO_BREAK_SPACE),
    span: frenchSpan,
    shortSpan: shortSpanIn("fr", { year: "a", day: "j", hour: "h", minute: "min", second: "s" }),
    day: (iso) => dayIn("fr")(iso).replace(/^1 /, "1er "),
    moment: (iso) => {
      const [year = "", month = "", day = ""] = new Date(iso).toISOString().slice(0, 10).split("-");
      return `${day}/${month}/${year} ${new Date(iso).toISOString().slice(11, 16)} UTC`;
    },
  },
};

/** How figures are written in a language. */
export function formatsIn(language: Language): Formats {
  return FORMATS[language];
}

function numbersIn(language: Language): Pick<Formats, "number" | "decimal"> {
  const write = (value: number, options?: Intl.NumberFormatOptions): string =>
    value.toLocaleString(language, options).replaceAll("\u202f", NO_BREAK_SPACE);
  return {
    number: (value) => write(value),
    decimal: (value, figures) => write(value, { minimumFractionDigits: figures, maximumFractionDigits: figures }),
  };
}

function percentIn(language: Language, space: string): Formats["percent"] {
  const { decimal } = numbersIn(language);
  const write = (percent: number): string => `${decimal(percent, 1)}${space}%`;
  return (share) => {
    if (share > 0 && share < 0.0005) return `<${space}${write(0.1)}`;
    return share < 1 && share >= 0.9995 ? `>${space}${write(99.9)}` : write(100 * share);
  };
}

function dayIn(locale: string): Formats["day"] {
  return (iso) => new Date(iso).toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
}

/** Two units at most: `4,2 jours`, `2 h 5 min`, `12 min 30 s`, `7,5 s`. */
function frenchSpan(seconds: number): string {
  const { number } = numbersIn("fr");
  const space = NO_BREAK_SPACE;
  const size = Math.abs(seconds);
  const sign = seconds < 0 ? "−" : "";
  const tenths = (value: number): number => Number(value.toFixed(1));
  if (size >= DAYS_FROM) return `${sign}${number(tenths(size / DAY))}${space}jours`;
  const [whole, part, of] = Math.round(size) >= HOUR ? ["h", "min", MINUTE] : ["min", "s", 1];
  const parts = Math.round(size / of);
  if (parts < 60) return `${sign}${number(tenths(size))}${space}s`;
  const rest = parts % 60;
  const begun = `${sign}${number(Math.floor(parts / 60))}${space}${whole}`;
  return rest === 0 ? begun : `${begun}${space}${rest}${space}${part}`;
}

/** Two significant figures in the largest unit: `3.4 d`, `52 min`, `−14 s`. */
function shortSpanIn(language: Language, names: Readonly<Record<ShortUnit, string>>): Formats["shortSpan"] {
  return (seconds) => {
    const size = Math.abs(seconds);
    const [unit, unitSec] = SHORT_UNITS.find(([, sec]) => size >= (sec === DAY ? DAYS_FROM : sec)) ?? ["second", 1];
    const value = size / unitSec;
    const rounded = value >= 9.95 ? Math.round(value) : Math.round(value * 10) / 10;
    const text = String(rounded).replace(".", language === "fr" ? "," : ".");
    return `${seconds < 0 && rounded !== 0 ? "−" : ""}${text} ${names[unit]}`;
  };
}
