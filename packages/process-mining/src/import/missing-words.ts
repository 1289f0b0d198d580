import { sqlText } from "./sql-text.ts";

/** What programs and people write for no value, in lower case. */
const MISSING_WORDS: readonly string[] = [
  "null",
  "(null)",
  "<null>",
  "[null]",
  "n/a",
  "#n/a",
  "#n/d",
  "#nv",
  "na",
  "nan",
  "none",
  "nil",
  "-",
  "--",
  "?",
  "undefined",
  "\\n",
  "k.a.",
  "n.a.",
  "0000-00-00",
  "0000-00-00 00:00:00",
  "00.00.0000",
  "00.00.0000 00:00:00",
  "00/00/0000",
];
const words: ReadonlySet<string> = new Set(MISSING_WORDS);

export const isMissingWord = (text: string): boolean => words.has(text.trim().toLowerCase());

/** SQL that is true for a text that says that there is no value. */
export const isMissingWordSql = (sql: string): string =>
  `lower(trim(${sql})) IN (${MISSING_WORDS.map(sqlText).join(", ")})`;
