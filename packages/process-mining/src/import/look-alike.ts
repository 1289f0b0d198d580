import { sqlText } from "./sql-text.ts";

const INVISIBLE = String.raw`[\x{00ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{feff}]+`;
const DASHES = String.raw`[\p{Pd}\x{2212}_]`;
const QUOTES = String.raw`[\x{2018}\x{2019}\x{201a}\x{201b}\x{2032}\x{00b4}\x{02bc}` + "`]";
/** Letters, figures and signs of double width, which East Asian keyboards write, and their plain ones. */
const PLAIN = Array.from({ length: 94 }, (_, at) => String.fromCodePoint(0x21 + at)).join("");
const WIDE = Array.from(PLAIN, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join("");

/**
 * SQL of what a reader sees of a text: without regard to case, blanks, dashes and quotes, invisible characters
 * and the way accents are written. Two names of which it is one are one to whoever wrote them; single letters are signs, of which
 * `S` is another than `s`.
 */
export function lookAlikeSql(sql: string): string {
  const replace = (inner: string, pattern: string, by: string): string =>
    `regexp_replace(${inner}, ${sqlText(pattern)}, ${sqlText(by)}, 'g')`;
  const narrow = `translate(nfc_normalize(${sql}), ${sqlText(WIDE)}, ${sqlText(PLAIN)})`;
  const signs = replace(replace(replace(narrow, INVISIBLE, ""), QUOTES, "'"), DASHES, "-");
  const all = replace(signs, String.raw`[\s\p{Z}"-]+`, " ");
  // Most texts are ASCII, which is told much faster.
  const ascii = replace(sql, String.raw`[\s_"-]+`, " ");
  const seen = `lower(trim(CASE WHEN strlen(${sql}) = length(${sql}) THEN ${ascii} ELSE ${all} END))`;
  return `CASE WHEN strlen(${sql}) = 1 THEN ${sql} ELSE ${seen} END`;
}

/** As `lookAlikeSql`, of ids: also without what spreadsheets take from numbers or put before them. */
export function alikeIdSql(sql: string): string {
  const number = `regexp_replace(regexp_replace(${sql}, '^(=")?''?0*([0-9])', '\\2'), '\\.0+"?$|"$', '')`;
  const isNumber = `regexp_full_match(${sql}, '(="|'')?[0-9]+(\\.0+)?"?')`;
  return `CASE WHEN ${isNumber} THEN ${number} ELSE lower(${sql}) END`;
}
