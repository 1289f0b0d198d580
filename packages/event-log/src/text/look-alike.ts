import { sqlText } from "./sql-text.ts";

const INVISIBLE = String.raw`[\x{00ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2064}\x{feff}]+`;
const DASHES = String.raw`[\p{Pd}\x{2212}_]`;
const QUOTES = String.raw`[\x{2018}\x{2019}\x{201a}\x{201b}\x{2032}\x{00b4}\x{02bc}` + "`]";
/** Letters, figures and signs of double width, which East Asian keyboards write, and their plain ones. */
const PLAIN = Array.from({ length: 94 }, (_, at) => String.fromCodePoint(0x21 + at)).join("");
const WIDE = Array.from(PLAIN, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join("");

/** SQL of a text in which each match of a pattern is replaced. */
const replaced = (sql: string, pattern: string, by: string): string =>
  `regexp_replace(${sql}, ${sqlText(pattern)}, ${sqlText(by)}, 'g')`;

/**
 * SQL of a column's text as a reader sees it: without regard to case, blanks, dashes and quotes, invisible characters and the
 * way accents are written. Names with the same result mean the same to their writer. Single letters are signs: `S` and `s`
 * differ.
 */
function seenSql(column: string, isAscii: boolean): string {
  const narrow = `translate(nfc_normalize(${column}), ${sqlText(WIDE)}, ${sqlText(PLAIN)})`;
  const signs = replaced(replaced(replaced(narrow, INVISIBLE, ""), QUOTES, "'"), DASHES, "-");
  const all = replaced(signs, String.raw`[\s\p{Z}"-]+`, " ");
  // Most texts are ASCII, for which a much faster expression is enough.
  const ascii = replaced(column, String.raw`[\s_"-]+`, " ");
  const seen = isAscii ? ascii : `CASE WHEN strlen(${column}) = length(${column}) THEN ${ascii} ELSE ${all} END`;
  return `CASE WHEN strlen(${column}) = 1 THEN ${column} ELSE lower(trim(${seen})) END`;
}

/** A relation with a column more, which expressions of the next one may name as often as they like: the database prepares each copy of an expression anew. */
const withColumn = (relation: string, name: string, sql: string): string =>
  `(SELECT *, ${sql} AS ${name} FROM ${relation})`;

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

/** What texts are: those of persons may differ in an accent. */
export type AlikeKind = "name" | "id" | "person";

/** The relation and a column, by SQL; whether all its texts are ASCII, which takes less. */
type AddAlike = (relation: string, column: string, isAscii: boolean) => string;

/**
 * Names also without blanks, but between figures, without accents as people leave them out, without quotes around and stops behind,
 * and with letters of other alphabets that stand among Latin ones as those that they look like.
 */
const addAlikeName: AddAlike = (relation, column, isAscii) => {
  const isMixed = `regexp_matches(${column}, '[A-Za-z]') AND regexp_matches(${column}, '[\\p{Greek}\\p{Cyrillic}]')`;
  const latin = `CASE WHEN strlen(${column}) <> length(${column}) AND ${isMixed} THEN translate(${column}, ${sqlText(OTHER_SCRIPT)}, ${sqlText(LATIN)}) ELSE ${column} END`;
  const [letters, plain] = [0, 1].map((side) => sqlText(ACCENTED.map((pair) => pair[side]).join("")));
  const asTwo = AS_TWO.reduce(
    (inner, letter, at) =>
      at % 2 === 0 ? `replace(${inner}, ${sqlText(letter)}, ${sqlText(AS_TWO[at + 1] ?? "")})` : inner,
    "seen",
  );
  const inLatin = isAscii ? relation : withColumn(relation, "latin", latin);
  const seen = withColumn(inLatin, "seen", seenSql(isAscii ? column : "latin", isAscii));
  const unaccented = `CASE WHEN strlen(${column}) = length(${column}) THEN seen ELSE translate(${asTwo}, ${letters}, ${plain}) END`;
  const bare = `regexp_replace(trim(${isAscii ? "seen" : unaccented}, ' ''.,:;'), '([^0-9]) | ([^0-9])', '\\1\\2', 'g')`;
  const alike = `CASE WHEN strlen(${column}) = 1 THEN ${column} ELSE coalesce(nullif(${bare}, ''), ${column}) END`;
  return withColumn(seen, "alike", alike);
};

/** Ids also without what spreadsheets and programs take from them or put around. */
const addAlikeId: AddAlike = (relation, column, isAscii) => {
  const bare = withColumn(relation, "bare", `regexp_replace(${column}, '^[#{(\\[]+|[})\\]]+$', '', 'g')`);
  const seen = withColumn(bare, "seen", seenSql("bare", isAscii));
  const number = `regexp_replace(regexp_replace(seen, '^(=")?''?0*([0-9])', '\\2'), '\\.0+"?$|"$', '')`;
  const alike = `CASE WHEN regexp_full_match(seen, '(="|'')?[0-9]+(\\.0+)?"?') THEN ${number}
    WHEN regexp_full_match(seen, '[0-9]{1,3}(,[0-9]{3})+') THEN replace(seen, ',', '')
    WHEN regexp_full_match(seen, '[0-9a-f]{8}( [0-9a-f]{4}){3} [0-9a-f]{12}') THEN replace(seen, ' ', '')
    ELSE seen END`;
  return withColumn(seen, "alike", alike);
};

const adders: Readonly<Record<AlikeKind, AddAlike>> = {
  name: addAlikeName,
  id: addAlikeId,
  person: (relation, column, isAscii) => withColumn(relation, "alike", seenSql(column, isAscii)),
};

/** SQL of a relation with a further column `alike`, which is one for texts of a column that hardly differ. */
export const withAlike = (
  kind: AlikeKind,
  {
    relation,
    column,
    isAscii = false,
  }: { readonly relation: string; readonly column: string; readonly isAscii?: boolean },
): string => adders[kind](relation, column, isAscii);

/** A text's letters and figures in lower case. */
const lettersSql = (text: string): string => `regexp_replace(lower(${text}), '[^a-z0-9]+', '', 'g')`;

/**
 * SQL of a key of a text of ASCII, which is the same for all texts that `withAlike` groups, and for some others; it costs a
 * fraction of `withAlike`.
 */
export const roughlyAlikeSql = (kind: AlikeKind, text: string): string =>
  kind === "id"
    ? `ltrim(${lettersSql(`regexp_replace(lower(${text}), '\\.0+[^a-z0-9]*$', '')`)}, '0')`
    : lettersSql(text);
