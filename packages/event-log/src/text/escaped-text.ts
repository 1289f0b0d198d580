/** Names of signs that web pages are written with, as far as texts of practice have them, each with its sign. */
const SIGNS = (
  "amp & lt < gt > quot \" apos ' nbsp \u00a0 shy \u00ad euro € copy © reg ® trade ™ deg ° hellip … bull • middot · laquo « raquo » " +
  "ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ rarr → larr ← auml ä ouml ö uuml ü Auml Ä Ouml Ö Uuml Ü szlig ß " +
  "aacute á eacute é iacute í oacute ó uacute ú Aacute Á Eacute É Iacute Í Oacute Ó Uacute Ú agrave à egrave è igrave ì ograve ò ugrave ù " +
  "Agrave À Egrave È acirc â ecirc ê icirc î ocirc ô ucirc û Ecirc Ê euml ë iuml ï ccedil ç Ccedil Ç ntilde ñ Ntilde Ñ atilde ã otilde õ " +
  "aring å Aring Å aelig æ AElig Æ oslash ø Oslash Ø oelig œ scaron š Scaron Š"
).split(" ");
const NAMED_SIGNS = new Map(SIGNS.flatMap((name, at) => (at % 2 === 0 ? [[name, SIGNS[at + 1] ?? ""] as const] : [])));
const ENTITY = /&(?:#(\d{2,6})|#[xX]([\da-fA-F]{2,5})|([A-Za-z]{2,6}));/g;
const PERCENT = /(?:%[\da-fA-F]{2})+/g;
const UNICODE = /\\u([\da-fA-F]{4})/g;
/** What Office Open XML writes for signs that XML can't hold. */
const OFFICE = /_x([\da-fA-F]{4})_/g;
const TAG = /<\/?(?:br|b|i|u|p|em|strong|span|div|font|li|ul|ol|a|h[1-6])(?:\s[^<>]*)?\/?>/gi;

/** SQL that is true for a text that may hold such signs, as `beforeEscaping` knows; one sign excludes most texts. */
export const mayBeEscapedSql = (sql: string): string =>
  `((contains(${sql}, '&') OR contains(${sql}, '%') OR contains(${sql}, '<') OR contains(${sql}, '\\') OR contains(${sql}, '_x'))
    AND regexp_matches(${sql}, '&#?[A-Za-z0-9]{2,6};|%[0-9A-Fa-f]{2}|\\\\u[0-9A-Fa-f]{4}|_x[0-9A-Fa-f]{4}_|</?[A-Za-z]'))`;

/** What a text says whose signs are written as web pages, addresses and programs write them: `R&amp;D` is `R&D`. Null for all others. */
export function beforeEscaping(text: string): string | null {
  const read = text
    .replace(ENTITY, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return NAMED_SIGNS.get(name) ?? whole;
      return signOf(decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)) ?? whole;
    })
    .replace(PERCENT, decoded)
    .replace(UNICODE, (whole, hex: string) => signOf(Number.parseInt(hex, 16)) ?? whole)
    .replace(OFFICE, (whole, hex: string) => signOf(Number.parseInt(hex, 16)) ?? whole)
    .replace(TAG, " ");
  return read === text ? null : read.replace(/\s+/g, " ").trim();
}

const signOf = (code: number): string | null => (code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : null);

/** Bytes of UTF-8 as addresses write them; others are left as they are. */
function decoded(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}
