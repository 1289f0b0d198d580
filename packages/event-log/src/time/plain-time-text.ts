const ASCII = /^[\x20-\x7e]*$/;
const INVISIBLE = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const DASHES = /[\u2010-\u2015\u2212]/g;
const EASTERN_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** A weekday behind the day, as in `2024/02/26(月)`. */
const WEEKDAY =
  / ?\((?:(?:星期|周|週)?[月火水木金土日一二三四五六](?:曜日?)?|[월화수목금토일](?:요일)?)\) ?| ?(?:[月火水木金土日]曜日?|(?:星期|周|週)[日一二三四五六]|[월화수목금토일]요일) ?/gu;
/** What stands behind years and hours in Russian, Ukrainian and Bulgarian. */
const CYRILLIC_UNITS = /(?<=\d) ?[грч]\.?(?=[ ,]|$)/gu;
/** Japanese eras with the year before their first; `元` is the first. */
const ERAS = new Map([
  ["令和", 2018],
  ["平成", 1988],
  ["昭和", 1925],
]);
const ERA_YEAR = /(令和|平成|昭和) ?(\d{1,2}|元)(?=年)/gu;

/**
 * A text as times are read from it: blanks of any kind as blanks, full-width and Arabic digits as digits, 年月日 as dashes, years of
 * Japanese eras as those of the calendar.
 */
export function plainTimeText(text: string): string {
  if (ASCII.test(text)) return text.trim();
  return text
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replace(/\s+/gu, " ")
    .replace(DASHES, "-")
    .replace(EASTERN_DIGITS, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(WEEKDAY, " ")
    .replace(CYRILLIC_UNITS, "")
    .replace(ERA_YEAR, (_, era: string, year: string) =>
      String((ERAS.get(era) ?? 0) + (year === "元" ? 1 : Number(year))),
    )
    .replace(/ ?[年월년月] ?/gu, "-")
    .replace(/ ?[日일] ?/gu, " ")
    .replace(/ ?[時时点點시分분] ?(?=\d)/gu, ":")
    .replace(/ ?[時时点點시分분秒초] ?/gu, " ")
    .trim();
}
