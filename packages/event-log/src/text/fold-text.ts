import { sqlText } from "./sql-text.ts";

/** Characters that can't be seen and mean nothing; joiners, which some scripts and emoji need, are none of them. */
const INVISIBLE = String.raw`[\x{00ad}\x{200b}\x{200e}\x{200f}\x{2060}\x{feff}]`;
const BLANKS = String.raw`[\x{00a0}\x{1680}\x{2000}-\x{200a}\x{202f}\x{205f}\x{3000}]`;

/**
 * SQL of a text without what can't be seen: in NFC, without invisible characters, with plain blanks and none around it;
 * NULL where nothing is left.
 */
export function foldedSql(sql: string): string {
  const visible = `regexp_replace(nfc_normalize(${sql}), ${sqlText(INVISIBLE)}, '', 'g')`;
  const folded = String.raw`regexp_replace(regexp_replace(${visible}, ${sqlText(BLANKS)}, ' ', 'g'), '^\s+|\s+$', '', 'g')`;
  // Nearly all texts are ASCII and begin and end with a letter, which is a much faster check.
  return `CASE WHEN strlen(${sql}) = length(${sql}) AND ${sql} >= '!' AND right(${sql}, 1) >= '!' THEN ${sql} ELSE nullif(${folded}, '') END`;
}

const UNSEEN = /[\u00ad\u200b\u200e\u200f\u2060\ufeff\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|^\s|\s$/u;

/** Whether `foldedSql` leaves a text as it is. */
export function isFolded(text: string): boolean {
  return !UNSEEN.test(text) && text.normalize("NFC") === text;
}
