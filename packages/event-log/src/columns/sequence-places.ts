import { sqlText } from "../text/sql-text.ts";

/** How the values of a column say the place of an event in an order. */
type PlaceForm =
  | { readonly kind: "number" }
  /** Numbers with the same signs and words around in all values: `Step 3 of 12`, `1.10`, `OP-20`. */
  | { readonly kind: "parts"; readonly count: number }
  /** One word of a list, the last of its text: `Phase II`, `B`. */
  | { readonly kind: "words"; readonly words: readonly string[] };

/** The places in an order that a column gives. */
export interface Places {
  readonly form: PlaceForm;
  /** By row; of several numbers, one of those that aren't the same throughout a case. */
  readonly values: readonly (number | null)[];
}

const MOST_PARTS = 4;
const MOST_IN_PART = 1000;
/** Figures of other scripts, and the plain ones. */
const OTHER_FIGURES = "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹";
const FIGURES = "012345678901234567890123456789";
const WHOLE = /^-?\d{1,15}(?:[.,]0+)?$/;
const ORDINAL = /^0(?:\.|\)|st|nd|rd|th|er|re|e|ème|eme|ère|o|a|º|ª|°)?$/iu;
const LETTERS = Array.from({ length: 26 }, (_, at) => String.fromCodePoint(65 + at));
const CIRCLED = Array.from({ length: 20 }, (_, at) => String.fromCodePoint(0x2460 + at));
const ROMANS = Array.from({ length: 99 }, (_, at) => roman(at + 1));
const LISTS = [ROMANS, LETTERS, CIRCLED];

function roman(number: number): string {
  const tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"][Math.floor(number / 10)] ?? "";
  return tens + (["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][number % 10] ?? "");
}

const plainFigures = (text: string): string =>
  text.replace(/[０-９٠-٩۰-۹]/gu, (figure) => FIGURES.charAt(OTHER_FIGURES.indexOf(figure)));

/**
 * The places that texts say, null when any of them says none. Texts around numbers must be the same in all of them; an outline
 * may be of any depth.
 * @param owners - the case of each text
 * @param isPlain - whether only plain numbers are places
 */
export function placesOf(
  given: readonly (string | null)[],
  owners: readonly (string | null)[],
  isPlain = false,
): Places | null {
  const texts = given.map((text) => plainFigures(text?.trim() ?? "").replace(/^(?:#|№) ?/u, ""));
  const filled = texts.filter((text) => text !== "");
  if (filled.length === 0) return null;
  if (filled.every((text) => WHOLE.test(text))) {
    const values = texts.map((text) => (text === "" ? null : Number(text.replace(",", "."))));
    return { form: { kind: "number" }, values };
  }
  return isPlain ? null : (partsOf(texts, filled, owners) ?? wordsOf(texts, filled));
}

function partsOf(
  texts: readonly string[],
  filled: readonly string[],
  owners: readonly (string | null)[],
): Places | null {
  const shape = shapeOf(filled[0] ?? "");
  if (!shape.includes("0") || !filled.every((text) => shapeOf(text) === shape)) return null;
  const parts = texts.map((text) => (text === "" ? null : (text.match(/\d+/g) ?? []).map(Number)));
  const count = parts.reduce((most, list) => Math.max(most, list?.length ?? 0), 0);
  if (count > MOST_PARTS || filled.some((text) => /\d{13}/.test(text))) return null;
  const varying = Array.from({ length: count }, (_, at) => at).filter((at) => variesInside(parts, at, owners));
  const values: (number | null)[] = [];
  for (const list of parts) {
    const [first = 0, ...more] = varying.map((at) => list?.[at] ?? 0);
    if (more.some((part) => part >= MOST_IN_PART)) return null;
    values.push(list === null ? null : more.reduce((sum, part) => sum * MOST_IN_PART + part, first));
  }
  return { form: { kind: "parts", count }, values };
}

/** A text with a 0 for each of its numbers and for the outlines in it: `Pos 1.10` is `pos 0`. */
function shapeOf(text: string): string {
  const shape = text.toLowerCase().replace(/\d+/g, "0").replace(/0(?:\.0)+/g, "0"); // prettier-ignore
  return ORDINAL.test(shape) ? "0" : shape;
}

function variesInside(
  parts: readonly (readonly number[] | null)[],
  part: number,
  owners: readonly (string | null)[],
): boolean {
  const first = new Map<string, number>();
  return parts.some((list, at) => {
    const owner = owners[at]?.trim();
    if (list === null || owner === undefined) return false;
    const value = list[part] ?? 0;
    const before = first.get(owner) ?? value;
    first.set(owner, before);
    return before !== value;
  });
}

function wordsOf(texts: readonly string[], filled: readonly string[]): Places | null {
  const frames = new Set(filled.map((text) => text.slice(0, text.length - lastWord(text).length)));
  if (frames.size > 1) return null;
  for (const words of LISTS) {
    const numbers = new Map(words.map((word, at) => [word, at + 1]));
    if (!filled.every((text) => numbers.has(lastWord(text).toUpperCase()))) continue;
    const values = texts.map((text) => numbers.get(lastWord(text).toUpperCase()) ?? null);
    return { form: { kind: "words", words }, values };
  }
  return null;
}

const lastWord = (text: string): string => text.slice(text.lastIndexOf(" ") + 1);

/** SQL of the numbers that a column's values are sorted by: `#3` is 3, of an outline `2.10` is 2 and 10. */
export function placeSql(sql: string, form: PlaceForm): readonly string[] {
  const text = `ltrim(trim(translate(${sql}::VARCHAR, ${sqlText(OTHER_FIGURES)}, ${sqlText(FIGURES)})), '#№ ')`;
  if (form.kind === "number") return [`TRY_CAST(replace(${text}, ',', '.') AS DOUBLE)`];
  if (form.kind === "words")
    return [`list_position([${form.words.map(sqlText).join(", ")}], upper(split_part(${text}, ' ', -1)))`];
  const part = (at: number): string => `TRY_CAST(regexp_extract_all(${text}, '\\d+')[${at}] AS DOUBLE)`;
  return Array.from({ length: form.count }, (_, at) => (at === 0 ? part(1) : `coalesce(${part(at + 1)}, 0)`));
}
