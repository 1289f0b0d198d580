const ASCII = /^[\x20-\x7e]*$/;
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
const EASTERN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** A text as times are read from it: blanks of any kind as blanks, full-width and Arabic digits as digits, 年月日 as dashes. */
export function plainTimeText(text: string): string {
  if (ASCII.test(text)) return text.trim();
  return text
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(/\s+/gu, " ")
    .replace(DASHES, "-")
    .replace(EASTERN_DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/ ?[年월년月] ?/gu, "-")
    .replace(/ ?[日일] ?/gu, " ")
    .replace(/ ?[時时点點시分분] ?(?=\d)/gu, ":")
    .replace(/ ?[時时点點시分분秒초] ?/gu, " ")
    .trim();
}
