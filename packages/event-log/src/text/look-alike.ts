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

/** Latin letters with accents, and the plain ones that people write for them. */
const ACCENTED = Array.from({ length: 0x24f - 0xc0 + 1 }, (_, at) => String.fromCodePoint(0xc0 + at)).flatMap(
  (letter) => {
    const plain = letter.normalize("NFD").charAt(0);
    return /^[A-Za-z]$/.test(plain) && plain !== letter ? [[letter, plain] as const] : [];
  },
);
/** German and Nordic letters, and ligatures, are written as two. */
const AS_TWO = "ä ae ö oe ü ue ß ss æ ae ø oe å aa œ oe ﬁ fi ﬂ fl ﬀ ff ﬃ ffi ﬄ ffl".split(" ");
/** Cyrillic and Greek letters that look like Latin ones. */
const [OTHER_SCRIPT, LATIN] = ["АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo"];

/**
 * As `lookAlikeSql`, of names: also without blanks, but between figures, without accents as people leave them out, without quotes
 * around and stops behind, and with letters of other alphabets that stand among Latin ones as those that they look like.
 */
export function alikeNameSql(sql: string): string {
  const isMixed = `regexp_matches(${sql}, '[A-Za-z]') AND regexp_matches(${sql}, '[\\p{Greek}\\p{Cyrillic}]')`;
  const latin = `CASE WHEN ${isMixed} THEN translate(${sql}, ${sqlText(OTHER_SCRIPT)}, ${sqlText(LATIN)}) ELSE ${sql} END`;
  const [letters, plain] = [0, 1].map((side) => sqlText(ACCENTED.map((pair) => pair[side]).join("")));
  const asTwo = AS_TWO.reduce(
    (inner, letter, at) =>
      at % 2 === 0 ? `replace(${inner}, ${sqlText(letter)}, ${sqlText(AS_TWO[at + 1] ?? "")})` : inner,
    lookAlikeSql(`(${latin})`),
  );
  const isAscii = `strlen(${sql}) = length(${sql})`;
  const seen = `CASE WHEN ${isAscii} THEN ${lookAlikeSql(sql)} ELSE translate(${asTwo}, ${letters}, ${plain}) END`;
  const bare = `regexp_replace(trim(${seen}, ' ''.,:;'), '([^0-9]) | ([^0-9])', '\\1\\2', 'g')`;
  return `CASE WHEN strlen(${sql}) = 1 THEN ${sql} ELSE coalesce(nullif(${bare}, ''), ${sql}) END`;
}

/** As `lookAlikeSql`, of ids: also without what spreadsheets and programs take from them or put around. */
export function alikeIdSql(sql: string): string {
  const seen = lookAlikeSql(`regexp_replace(${sql}, '^[#{(\\[]+|[})\\]]+$', '', 'g')`);
  const number = `regexp_replace(regexp_replace(${seen}, '^(=")?''?0*([0-9])', '\\2'), '\\.0+"?$|"$', '')`;
  const isNumber = `regexp_full_match(${seen}, '(="|'')?[0-9]+(\\.0+)?"?')`;
  return `CASE WHEN ${isNumber} THEN ${number}
    WHEN regexp_full_match(${seen}, '[0-9]{1,3}(,[0-9]{3})+') THEN replace(${seen}, ',', '')
    WHEN regexp_full_match(${seen}, '[0-9a-f]{8}( [0-9a-f]{4}){3} [0-9a-f]{12}') THEN replace(${seen}, ' ', '')
    ELSE ${seen} END`;
}
