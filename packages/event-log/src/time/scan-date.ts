import { daysOfDate, daysOfOrdinalDate, daysOfWeekDate, fullYear } from "./calendar.ts";
import { scanClock, scanTail } from "./scan-clock.ts";
import type { ScannedClock, ScannedDate } from "./scanned-time.ts";
import { isFiller, isWeekday, monthOfWord } from "./time-words.ts";
import type { ZoneMark } from "./zones.ts";

export interface DateAtStart {
  readonly date: ScannedDate | null;
  readonly end: number;
  readonly pattern: string | null;
  /** Where the year follows the clock, as C's ctime and Java's Date write it. */
  readonly clock: ScannedClock | null;
  readonly zone: ZoneMark | null;
}

const NUMBERS = /(\d{1,4})( ?[-/._] ?| )(\d{1,2})\2(\d{1,4})(?!\d)\.?/y;
const COMPACT = /(\d{4})(\d{2})(\d{2})(?=[Tt _-]|$)/y;
const WEEK = /(\d{4})-?W(\d{2})(?:-?([1-7]))?(?!\d)/y;
const ORDINAL = /(\d{4})-(\d{3})(?!\d)/y;
const WEEKDAY = /(\p{L}{2,15})(?:-feira)?[.,]*,? */uy;
const DAY = /(\d{1,2})(?!\d)(?:st|nd|rd|th|er|re|e|º|ª|\.)?[-/., ]*/y;
const MONTH = /(\p{L}[\p{L}'’]*)\.?[-/., ]*/uy;
const FILLER = /\p{L}+ */uy;
/** A date that begins with a word has a day and a year at least; few words that begin a text are looked up for that. */
const TWO_NUMBERS = /\d\D+\d/;
const YEAR = /(\d{4}|\d{2})(?!\d)\.?(?: ?[грr]\.?(?!\p{L}))?/uy;

/** The date at the start of a text, behind the day of the week where that is named. */
export function scanDate(text: string): DateAtStart | null {
  const first = text.charCodeAt(0);
  const isFigure = first >= 48 && first <= 57;
  if (isFigure) return scanNumbers(text) ?? scanIsoForms(text) ?? scanDayFirst(text, 0, "") ?? scanYearFirst(text);
  if (!TWO_NUMBERS.test(text)) return null;
  WEEKDAY.lastIndex = 0;
  const weekday = WEEKDAY.exec(text);
  if (weekday !== null && isWeekday(weekday[1] ?? "") && /^\p{L}|\d/u.test(text.slice(WEEKDAY.lastIndex))) {
    const from = skipFillers(text, WEEKDAY.lastIndex);
    const lead = `%a${text.slice(weekday[1]?.length ?? 0, from)}`;
    const dayFirst = scanDayFirst(text, from, lead) ?? scanMonthFirst(text, from, lead);
    if (dayFirst !== null) return dayFirst;
    const numbers = scanNumbers(text.slice(from));
    if (numbers !== null) return { ...numbers, end: numbers.end + from, pattern: null };
  }
  return scanMonthFirst(text, 0, "");
}

const plain = (date: ScannedDate, end: number, pattern: string | null): DateAtStart => ({
  date,
  end,
  pattern,
  clock: null,
  zone: null,
});

function scanNumbers(text: string): DateAtStart | null {
  NUMBERS.lastIndex = 0;
  const match = NUMBERS.exec(text);
  if (match === null) return null;
  const [whole, first = "", separator = "", second = "", third = ""] = match;
  const isYearFirst = first.length === 4;
  if (first.length === 3 || third.length === 3 || third.length === 1) {
    if (!isYearFirst || third.length > 2) return null;
  }
  if (isYearFirst && third.length === 4) return null;
  const [a, b, c] = [Number(first), Number(second), Number(third)];
  const yearDigits = isYearFirst || third.length === 4 ? 4 : 2;
  // Three short numbers with blanks between are no date, and a clock with dots is none either.
  if (yearDigits === 2 && (separator === " " || separator === "_")) return null;
  const isPlain = separator.length === 1 && !whole.endsWith(`${third}.`);
  return plain(
    { kind: "numbers", a, b, c, yearDigits, isYearFirst, separator: separator.trim() },
    whole.length,
    isPlain ? "<date>" : null,
  );
}

function scanIsoForms(text: string): DateAtStart | null {
  COMPACT.lastIndex = 0;
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const days = daysOfDate(Number(compact[1]), Number(compact[2]), Number(compact[3]));
    if (days !== null) return plain({ kind: "days", days, form: "compact" }, COMPACT.lastIndex, "%Y%m%d");
  }
  WEEK.lastIndex = 0;
  const week = WEEK.exec(text);
  if (week !== null) {
    const days = daysOfWeekDate(Number(week[1]), Number(week[2]), Number(week[3] ?? 1));
    return days === null ? null : plain({ kind: "days", days, form: "iso" }, WEEK.lastIndex, null);
  }
  ORDINAL.lastIndex = 0;
  const ordinal = ORDINAL.exec(text);
  const days = ordinal === null ? null : daysOfOrdinalDate(Number(ordinal[1]), Number(ordinal[2]));
  return days === null ? null : plain({ kind: "days", days, form: "iso" }, ORDINAL.lastIndex, null);
}

/** `18 déc. 2023`, `18-DEC-23`, `18/Dec/2023`, `18DEC2023`, `18. prosince 2023`, `18 de mayo de 2023`. */
function scanDayFirst(text: string, from: number, lead: string): DateAtStart | null {
  DAY.lastIndex = from;
  const day = DAY.exec(text);
  if (day === null) return null;
  const month = scanMonth(text, DAY.lastIndex);
  if (month === null) return null;
  const yearFrom = skipFillers(text, month.end);
  YEAR.lastIndex = yearFrom;
  const year = YEAR.exec(text);
  if (year === null) return scanLateYear(text, Number(day[1]), month.month, yearFrom);
  const end = YEAR.lastIndex;
  const days = namedDays(year[1] ?? "", month.month, Number(day[1]));
  if (days === null) return null;
  const isPlain = yearFrom === month.end && day[0].length - (day[1]?.length ?? 0) <= 1 && /^[-/. ]?$/.test(month.gap);
  const glue = day[0].slice(day[1]?.length ?? 0);
  const pattern = `${lead}%d${glue}${month.pattern ?? ""}${month.gap}${year[1]?.length === 4 ? "%Y" : "%y"}`;
  return plain({ kind: "days", days, form: "named" }, end, isPlain && month.pattern !== null ? pattern : null);
}

/** `Dec 18, 2023`, `December 18th 2023`, and with the year behind the clock `Dec 18 08:05:00 CET 2023`. */
function scanMonthFirst(text: string, from: number, lead: string): DateAtStart | null {
  const month = scanMonth(text, from);
  if (month === null) return null;
  DAY.lastIndex = month.end;
  const day = DAY.exec(text);
  if (day === null) return null;
  const yearFrom = skipFillers(text, DAY.lastIndex);
  YEAR.lastIndex = yearFrom;
  const year = YEAR.exec(text);
  if (
    year === null ||
    text[YEAR.lastIndex] === ":" ||
    (year[1]?.length === 2 && /^[:.h]/.test(text.slice(YEAR.lastIndex)))
  )
    return scanLateYear(text, Number(day[1]), month.month, yearFrom);
  const days = namedDays(year[1] ?? "", month.month, Number(day[1]));
  if (days === null) return null;
  const glue = day[0].slice(day[1]?.length ?? 0);
  const isPlain = month.pattern !== null && yearFrom === DAY.lastIndex && month.gap === " " && /^,? $/.test(glue);
  const pattern = `${lead}${month.pattern ?? ""}${month.gap}%d${glue}${year[1]?.length === 4 ? "%Y" : "%y"}`;
  return plain({ kind: "days", days, form: "named" }, YEAR.lastIndex, isPlain ? pattern : null);
}

/** `2023-Dec-18`, `2023 décembre 18`. */
function scanYearFirst(text: string): DateAtStart | null {
  YEAR.lastIndex = 0;
  const year = /^(\d{4})[-/. ]+/.exec(text);
  if (year === null) return null;
  const month = scanMonth(text, year[0].length);
  if (month === null) return null;
  DAY.lastIndex = month.end;
  const day = DAY.exec(text);
  const days = day === null ? null : namedDays(year[1] ?? "", month.month, Number(day[1]));
  if (day === null || days === null) return null;
  return plain({ kind: "days", days, form: "named" }, month.end + day[0].trimEnd().length, null);
}

function scanLateYear(text: string, day: number, month: number, from: number): DateAtStart | null {
  const clock = scanClock(text, from, "behind a date");
  if (clock === null) return null;
  const tail = scanTail(text, clock.end, clock.clock);
  if (tail === null || tail.year === null) return null;
  const days = daysOfDate(tail.year, month, day);
  if (days === null) return null;
  return {
    date: { kind: "days", days, form: "named" },
    end: text.length,
    pattern: null,
    clock: tail.clock,
    zone: tail.zone,
  };
}

function scanMonth(
  text: string,
  from: number,
): { readonly month: number; readonly end: number; readonly gap: string; readonly pattern: string | null } | null {
  MONTH.lastIndex = skipFillers(text, from);
  const isBehindFiller = MONTH.lastIndex !== from;
  const match = MONTH.exec(text);
  const word = match?.[1] ?? "";
  const month = match === null ? null : monthOfWord(word);
  if (match === null || month === null) return null;
  const isEnglish = !isBehindFiller && ENGLISH.test(word);
  const pattern = isEnglish ? (word.length === 3 && !/^may$/i.test(word) ? "%b" : "%B") : null;
  return { month, end: MONTH.lastIndex, gap: match[0].slice(word.length), pattern };
}

const ENGLISH =
  /^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)$/i;

function skipFillers(text: string, from: number): number {
  let at = from;
  for (;;) {
    FILLER.lastIndex = at;
    const word = FILLER.exec(text)?.[0];
    if (word === undefined || !isFiller(word.trim())) return at;
    at += word.length;
  }
}

const namedDays = (year: string, month: number, day: number): number | null =>
  daysOfDate(year.length === 4 ? Number(year) : fullYear(Number(year)), month, day);
