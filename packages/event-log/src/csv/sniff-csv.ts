import { CsvRecordScanner, type CsvRecord } from "./csv-record-scanner.ts";
import type { CsvDialect } from "./csv-dialect.ts";
import { isKnownColumnName } from "../roles/name-fit.ts";
import { sniffW3c } from "./sniff-w3c.ts";
import { withoutFormula } from "./spreadsheet-text.ts";
import { looksLikeTime } from "../time/detect-time-format.ts";

export interface SniffedCsv {
  readonly dialect: CsvDialect;
  readonly hasHeader: boolean;
  /** Column names as in the header, or `column_1`, … where there is none. */
  readonly names: readonly string[];
  /** Physical lines before the first record of data. */
  readonly linesBeforeData: number;
  /** True when each of those lines is a whole record, so that a reader may skip them by counting lines. */
  readonly isPlainStart: boolean;
  /** Records in the sample, with the header. */
  readonly records: number;
  /** Lines of a title or notes above the table, which are no part of it. */
  readonly preamble: readonly string[];
}

const usualDelimiters = [",", ";", "\t", "|"];
/** What a dialect scores that splits all records well, and of that what many columns are worth. */
const MOST_SCORE = 1.2;
const SCORE_OF_WIDTH = 0.2;
/** What a rare delimiter, or lines above the table, cost. */
const UNLIKELY = 0.3;
const rareDelimiters = ["¸", "^", "~", "\u001F", "\u0001", "¦", "§", "!", "#", ":"];

/**
 * Finds delimiter, quote, escape, header and width from the start of a file. Of all dialects the one is taken in which
 * most records have the same number of fields (two or more) and quotes are well formed; the usual delimiters go before
 * rare ones. `isWhole` says whether `sample` is the whole file (else its last record is cut off and not counted).
 */
export function sniffCsv(
  sample: string,
  isWhole: boolean,
  given: { readonly delimiter?: string | undefined; readonly columns: readonly string[] },
): SniffedCsv {
  const text = sample.replace(/^\uFEFF/, "");
  const w3c = given.delimiter === undefined ? sniffW3c(text) : null;
  if (w3c !== null) {
    const { dialect, names, above } = w3c;
    const records = scan(text, dialect, isWhole).length - above.length + 1;
    const preamble = above.filter((line) => !/^#fields/i.test(line));
    return { dialect, hasHeader: true, names, linesBeforeData: above.length, isPlainStart: true, records, preamble };
  }
  const directive = /^sep=(.)\r?\n/i.exec(text);
  const delimiter = given.delimiter ?? directive?.[1];
  const delimiters = delimiter === undefined ? delimitersOf(text) : [delimiter];
  let best: { dialect: CsvDialect; preamble: CsvRecord[]; records: CsvRecord[]; score: number } | null = null;
  for (const candidate of delimiters) {
    const unlikely = usualDelimiters.includes(candidate) ? 0 : UNLIKELY;
    if (best !== null && best.score >= MOST_SCORE - unlikely) continue;
    let hasQuotedFields = false;
    for (const dialect of quotings(text, candidate)) {
      // Once a quote encloses a field, quotes are no part of the text.
      if (hasQuotedFields && dialect.quote === "") continue;
      const all = scan(text, dialect, isWhole).slice(directive === null ? 0 : 1);
      const preamble = all.slice(0, preambleLength(all, given.columns));
      const records = all.slice(preamble.length);
      hasQuotedFields ||= records.some((record) => record.fault === null && record.quotedFields > 0);
      const score = scoreRecords(records) - unlikely - (preamble.length === 0 ? 0 : UNLIKELY);
      if (best === null || score > best.score + 1e-9) best = { dialect, preamble, records, score };
    }
  }
  const dialect = best?.dialect ?? { delimiter: ",", quote: '"', escape: '"' };
  const { preamble = [], records = [] } = best ?? {};
  const [first, ...rest] = records;
  const hasHeader = first !== undefined && isHeader(first.fields, rest, given.columns);
  const data = hasHeader ? rest : records;
  const width = usualWidth(data, first?.fields.length ?? 0);
  const shift = hasHeader && first !== undefined && lacksFirstName(first, data, width) ? 1 : 0;
  const names = Array.from({ length: width }, (_, index) => {
    const name = hasHeader ? first?.fields[index - shift]?.trim() : "";
    return name === undefined || name === "" ? `column_${index + 1}` : name;
  });
  const header = hasHeader ? first : undefined;
  const above = header === undefined ? preamble : [...preamble, header];
  return {
    dialect,
    hasHeader,
    names,
    linesBeforeData: above.at(-1)?.lastLine ?? (directive === null ? 0 : 1),
    isPlainStart: above.every(({ line, lastLine }) => line === lastLine),
    records: records.length,
    preamble: preamble.map(({ fields }) => fields.filter((field) => field.trim() !== "").join(dialect.delimiter)),
  };
}

/** Delimiters that the text has; without any, it has one column whichever is taken. */
function delimitersOf(text: string): string[] {
  const found = [...usualDelimiters, ...rareDelimiters].filter((char) => text.includes(char));
  return found.length === 0 ? usualDelimiters.slice(0, 1) : found;
}

function quotings(text: string, delimiter: string): CsvDialect[] {
  const plain = { delimiter, quote: '"', escape: '"' };
  const all: CsvDialect[] = [plain];
  if (text.includes('\\"')) all.push({ delimiter, quote: '"', escape: "\\" });
  // An apostrophe is a quote only where it encloses whole fields.
  if (text.includes(`'${delimiter}'`)) all.push({ delimiter, quote: "'", escape: "'" });
  if (text.includes('"')) all.push({ delimiter, quote: "", escape: "" });
  return all;
}

function scan(text: string, dialect: CsvDialect, isWhole: boolean): CsvRecord[] {
  const records: CsvRecord[] = [];
  const hasFormulas = text.includes('="');
  const take = (record: CsvRecord): void => {
    records.push(hasFormulas ? { ...record, fields: record.fields.map(withoutFormula) } : record);
  };
  const scanner = new CsvRecordScanner(dialect, take, text.length + 1);
  scanner.push(text);
  if (isWhole) scanner.end();
  return records;
}

function scoreRecords(records: readonly CsvRecord[]): number {
  const [first, ...rest] = records;
  if (first === undefined) return -1;
  const width = usualWidth(rest, first.fields.length);
  if (width < 2) return -1;
  let fitting = 0;
  let malformed = 0;
  let strayQuotes = 0;
  for (const record of records) {
    if (record.fault !== null) malformed++;
    else if (record.fields.length === width) fitting++;
    if (record.fields.some((field) => /^(["']).*\1$/s.test(field))) strayQuotes++;
  }
  const headerFits = first.fields.length === width ? 0 : 0.3;
  const forWidth = SCORE_OF_WIDTH * Math.min(1, width / 20);
  return (fitting - malformed - 0.5 * strayQuotes) / records.length - headerFits + forWidth;
}

/** Lines above a table, at most, that are taken for a title or notes. */
const MOST_PREAMBLE = 40;

/**
 * How many records stand above the table: they fill no more than half of its columns, and below them stands a header; or they
 * have a single field, as comments have.
 */
function preambleLength(records: readonly CsvRecord[], columns: readonly string[]): number {
  const width = usualWidth(records, 0);
  if (width < 2) return 0;
  const filled = ({ fields }: CsvRecord): number => fields.filter((field) => field.trim() !== "").length;
  const wide = records.findIndex((record) => filled(record) > width / 2);
  const begin = headerBehind(records, wide, width) ?? wide;
  if (begin <= 0 || begin > MOST_PREAMBLE) return 0;
  const [first, ...rest] = records.slice(begin);
  if (first === undefined || rest.length === 0) return 0;
  const isPlainHeader = filled(first) >= width - 1 && isHeader(first.fields, rest, columns);
  const areSingle = width > 2 && records.slice(0, begin).every(({ fields }) => fields.length === 1);
  return isPlainHeader || areSingle ? begin : 0;
}

/** Where a line of column names stands behind lines of a title that are as wide as the table; null where none does. */
function headerBehind(records: readonly CsvRecord[], first: number, width: number): number | null {
  const named = ({ fields }: CsvRecord): number => fields.filter((field) => isKnownColumnName(field)).length;
  const [title, ...others] = first < 0 ? [] : records.slice(first, MOST_PREAMBLE);
  if (title === undefined || named(title) > 0) return null;
  const at = others.findIndex(
    (record) =>
      record.fields.length >= width - 1 &&
      named(record) >= 2 &&
      !record.fields.some((field) => looksLikeTime(field.trim()) || /^\d+$/.test(field.trim())),
  );
  return at < 0 ? null : first + 1 + at;
}

/** The commonest number of fields; on a tie the header's, else the larger. */
function usualWidth(records: readonly CsvRecord[], headerWidth: number): number {
  const counts = new Map<number, number>();
  for (const record of records)
    if (record.fault === null) counts.set(record.fields.length, (counts.get(record.fields.length) ?? 0) + 1);
  let width = headerWidth;
  for (const [fields, count] of counts) {
    const most = counts.get(width) ?? 0;
    if (count > most || (count === most && width !== headerWidth && fields > width)) width = fields;
  }
  return width;
}

/** Whether the header is one field short because the first column has no name, as R writes the names of rows. */
function lacksFirstName(header: CsvRecord, data: readonly CsvRecord[], width: number): boolean {
  if (header.fields.length !== width - 1 || data.length < 2) return false;
  const full = data.filter(({ fields, fault }) => fault === null && fields.length === width);
  const firsts = full.map(({ fields }) => fields[0]?.trim() ?? "");
  // A delimiter at the end of each record makes an empty last field instead.
  const isFilled = full.filter(({ fields }) => (fields[width - 1]?.trim() ?? "") !== "").length > full.length / 2;
  return isFilled && new Set(firsts).size === full.length && !firsts.includes("");
}

function isHeader(first: readonly string[], rest: readonly CsvRecord[], columns: readonly string[]): boolean {
  const names = first.map((field) => field.trim());
  if (names.some((name) => columns.some((column) => column.trim().toLowerCase() === name.toLowerCase()))) return true;
  if (names.some((name) => looksLikeTime(name))) return false;
  if (names.some((name) => isKnownColumnName(name))) return true;
  const isNumber = (text: string) => text !== "" && Number.isFinite(Number(text));
  for (const [index, name] of names.entries()) {
    const values = rest
      .slice(0, 200)
      .map((record) => record.fields[index]?.trim() ?? "")
      .filter((value) => value !== "");
    const typed = values.filter((value) => isNumber(value) || looksLikeTime(value)).length;
    if (values.length > 0 && typed > values.length * 0.8 && name !== "" && !isNumber(name)) return true;
  }
  return !names.some(isNumber);
}
