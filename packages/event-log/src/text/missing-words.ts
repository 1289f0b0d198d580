import { sqlText } from "./sql-text.ts";

/** Error values of spreadsheet formulas: those in other languages, and the newer English ones. */
const SPREADSHEET_ERRORS: readonly string[] = (
  "#nom? #nombre! #¡ref! #¡valor! #¿nombre? #¡num! #¡div/0! #¡nulo! #rif! #valore! #nome? #valor! #núm! #verw! #waarde! #naam? #getal! #n/b #adr! #arg! #nazwa? " +
  "#liczba! #başv! #değer! #ad? #sayi! #yok #ссылка! #знач! #имя? #число! #н/д #zahl! #spill! #überlauf! #calc! #field! #blocked! #connect! #unknown! #error! #getting_data"
).split(" ");
/** What programs write for no value, in lower case, and nobody else does. */
const SURE_WORDS: readonly string[] = [
  "null",
  "(null)",
  "<null>",
  "[null]",
  "n/a",
  "#n/a",
  "#n/d",
  "#nv",
  "nan",
  "nat",
  "<na>",
  "(blank)",
  "(empty)",
  "(none)",
  "(leer)",
  "(vide)",
  "(vuoto)",
  "(vazio)",
  "(en blanco)",
  "(puste)",
  "(tomt)",
  "(пусто)",
  "#ref!",
  "#bezug!",
  "#value!",
  "#wert!",
  "#valeur!",
  "#name?",
  "#div/0!",
  "#num!",
  "#null!",
  ...SPREADSHEET_ERRORS,
  "[object object]",
  "\\n",
  "[]",
  "{}",
];
/** What programs and people write for no value, in lower case. */
const MISSING_WORDS: readonly string[] = [
  ...SURE_WORDS,
  "na",
  "none",
  "nil",
  "-",
  "--",
  "?",
  "undefined",
  "k.a.",
  "n.a.",
  "n.v.t.",
  "n.d.",
  "b.d.",
  "н/д",
  "keine angabe",
  "brak",
  "blank",
  "empty",
  "unassigned",
  "not assigned",
  "loading...",
  "not specified",
  "nicht angegeben",
  "non renseigné",
  "não informado",
  "sin especificar",
  "не указано",
  "??",
  "???",
  "nicht zugewiesen",
  "--:--",
  "--:--:--",
  "-:-",
  "-:--",
  "--.--",
  "__:__",
  "__:__:__",
  ":",
  "::",
  "1900-01-00",
  "0000-00-00",
  "0000-00-00 00:00:00",
  "00.00.0000",
  "00.00.0000 00:00:00",
  "00/00/0000",
];
/** What programs write for a number that isn't one, beside the words above; among names, they may mean anything. */
const NO_NUMBERS: readonly string[] = ["", "+", "-"].flatMap((sign) =>
  ["inf", "infinity", "1.#inf", "1.#ind", "1.#qnan", "∞"].map((word) => sign + word),
);
const noNumbers: ReadonlySet<string> = new Set(NO_NUMBERS);
const words: ReadonlySet<string> = new Set(MISSING_WORDS);

export const isMissingWord = (text: string): boolean => words.has(text.trim().toLowerCase());

export const isNoNumber = (text: string): boolean => noNumbers.has(text.trim().toLowerCase());

const mostBytes = Math.max(...MISSING_WORDS.map((word) => word.length));
const firstBytes: ReadonlySet<number> = new Set(
  MISSING_WORDS.flatMap((word) => [...Buffer.from(word.charAt(0) + word.charAt(0).toUpperCase())]),
);

/** Whether a text without blanks around it that begins with this byte, and has so many, could be such a word. */
export const mayBeMissingWord = (firstByte: number, bytes: number): boolean =>
  bytes <= mostBytes && firstBytes.has(firstByte);

/** SQL that is true for a text that says that there is no value; false for NULL. */
export const isMissingWordSql = (sql: string, which: "all" | "sure" = "all"): string =>
  `coalesce(lower(trim(${sql})) IN (${(which === "all" ? MISSING_WORDS : SURE_WORDS).map(sqlText).join(", ")}), false)`;

/** SQL that is true for a text that stands for a number that isn't one, such as `INF`. */
export const isNoNumberSql = (sql: string): string =>
  `coalesce(lower(trim(${sql})) IN (${NO_NUMBERS.map(sqlText).join(", ")}), false)`;
