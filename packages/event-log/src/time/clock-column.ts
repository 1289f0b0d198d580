import { ordersMask } from "./date-order.ts";
import { plainTimeText } from "./plain-time-text.ts";
import { daysOf, usualRule } from "./read-time.ts";
import { clockOf } from "./scan-clock.ts";
import type { ScannedClock, ScannedTime } from "./scanned-time.ts";
import { scanSampled, scanTime } from "./scan-time.ts";
import { isFiller, meridiemOfWord } from "./time-words.ts";

/** How a column writes times of day. A single value doesn't show it. */
export interface ClockForm {
  /** Digits of a time without separators: 6 when any value has seconds, 2 when all values are hours. Leading zeros may be missing. */
  readonly figures: 2 | 4 | 6;
  /** Whether a dot separates hours and minutes, so that `0.25` isn't a share of a day. */
  readonly isDotted: boolean;
}

/** Days that spreadsheets and databases put before a time of day: Excel's 0 and 1, the Mac's, and the first of the calendar. */
const EMPTY_DAYS: ReadonlySet<number> = new Set([-25_569, -25_568, -25_567, -24_107, -719_162]);
const PLAIN_FORM: ClockForm = { figures: 4, isDotted: false };
const LONG_SPAN = /^(?:2[5-9]|[3-9]\d|\d{3,}):[0-5]\d(?::[0-5]\d)?$/;
const SHARE_OF_DAY = /^0?[.,]\d+$/;
const DOTTED = /^\d{1,2}\.\d{2}$/;
/** Hours, minutes and seconds with any sign between them, and words around. */
const SIGNED =
  /^(?:(\p{L}[\p{L}.]*) ?)?(\d{1,2})(?:( ?[.:_-] ?)(\d{2})(?:\3(\d{2})(?:[.,](\d{1,9}))?)?|( ?h) ?(?:(\d{2}) ?(?:m(?:i?n)?\.? ?)?(?:(\d{2}) ?s?)?)?)(?: ?(\p{L}[\p{L}. ]*))?$/iu;

/** Prepares a text for reading a time of day: drops the `.0` of digits that were stored as a number. */
const plainClock = (text: string): string => plainTimeText(text).replace(/^(\d{1,6})\.0$/, "$1");

/** Finds how the times of day among the values of a column are written. */
export function clockFormOf(values: readonly string[]): ClockForm {
  const plain = values.map((value) => plainClock(value));
  const bare = plain.filter((value) => /^\d+$/.test(value));
  const isHours = bare.length > 0 && bare.every(({ length }) => length <= 2);
  const isDotted = plain.some((value) => DOTTED.test(value) && Number(value) >= 1);
  return { figures: haveSeconds(plain) ? 6 : isHours ? 2 : 4, isDotted };
}

/** Whether all values are hours without minutes. */
export const areHours = (values: readonly string[]): boolean =>
  values.length > 0 && values.every((value) => /^\d{1,2}$/.test(plainClock(value)));

const haveSeconds = (plain: readonly string[]): boolean => plain.some((value) => /^\d{5,6}$/.test(value));

/** Reads the time of day from a text of a column of times of day; null when it is none. */
export function clockOfText(
  text: string,
  form: ClockForm = PLAIN_FORM,
): { readonly clock: ScannedClock; readonly zone: ScannedTime["zone"] } | null {
  const plain = plainClock(text);
  if (/^\d{1,6}$/.test(plain)) {
    const clock = clockOfFigures(plain, form);
    return clock === null ? null : { clock, zone: null };
  }
  if (SHARE_OF_DAY.test(plain) && !(form.isDotted && DOTTED.test(plain))) {
    const seconds = Math.round(Number(plain.replace(",", ".")) * 86_400);
    return { clock: { seconds, nanos: 0, hasMeridiem: false }, zone: null };
  }
  const signed = clockOfSigns(plain);
  if (signed !== null) return { clock: signed, zone: null };
  const scanned = scanTime(text);
  return scanned === null || scanned.clock === null ? null : { clock: scanned.clock, zone: scanned.zone };
}

/** `805` and `1445`, `80510`, and an hour alone where the column has nothing else. */
function clockOfFigures(plain: string, { figures }: ClockForm): ScannedClock | null {
  if (plain === "0") return { seconds: 0, nanos: 0, hasMeridiem: false };
  if (figures === 2 && plain.length <= 2) return clockOf(plain, "0", undefined, undefined, null);
  const width = figures === 6 || plain.length > 4 ? 6 : 4;
  const padded = plain.padStart(width, "0");
  if (Number(padded.slice(0, 2)) > 23 || Number(padded.slice(4)) > 59) return null;
  return clockOf(padded.slice(0, 2), padded.slice(2, 4), padded.slice(4) || undefined, undefined, null);
}

/** Reads `08.15.10`, `8.05`, `09-13-49` and `09 h 13`. Outside a column of times of day these would be dates or nothing. */
function clockOfSigns(plain: string): ScannedClock | null {
  const match = SIGNED.exec(plain);
  if (match === null || plain.includes(":")) return null;
  const [, before = "", hour, , minute, second, fraction, , minuteOfH, secondOfH, after = ""] = match;
  let half: "am" | "pm" | null = null;
  for (const word of [before, after]) {
    const found = word === "" ? null : meridiemOfWord(word);
    if (found === null && word !== "" && !isFiller(word.replace(/\.$/, ""))) return null;
    half = found ?? half;
  }
  return clockOf(hour, minute ?? minuteOfH ?? "0", second ?? secondOfH, fraction, half);
}

/** Whether the date of a scanned text is a placeholder. */
export function isEmptyDay({ date }: ScannedTime): boolean {
  if (date === null) return true;
  if (date.kind === "count") return false;
  const days = daysOf(date, usualRule);
  return days !== null && EMPTY_DAYS.has(days);
}

/** How a column's values show that they are times of day: by separators (`8:05`), by digits alone (`080500`), or not at all. */
export function judgeClocks(values: readonly string[]): "signed" | "figures" | null {
  if (values.length === 0) return null;
  let signed = 0;
  let figures = 0;
  const form: ClockForm = { figures: haveSeconds(values.map(plainTimeText)) ? 6 : 4, isDotted: false };
  const isFigures = form.figures === 6 ? /^(?:\d{1,6}|0?[.,]\d+)$/ : /^(?:\d{4}|0?[.,]\d+)$/;
  for (const value of values) {
    const plain = plainTimeText(value);
    if (isFigures.test(plain)) figures += clockOfText(plain, form) === null ? 0 : 1;
    else {
      const scanned = scanSampled(value);
      if (scanned !== null && scanned.clock !== null && isEmptyDay(scanned)) signed++;
    }
  }
  if (signed >= values.length * 0.9) return "signed";
  return figures >= values.length * 0.98 && values.length >= 3 ? "figures" : null;
}

/** In a column named as a time of day, at least this share of values must be times of day. */
const MOST_CLOCKS = 0.95;
/** At least this share must not be dates, when the name may also mean a date. */
const NO_DATES = 0.2;

/** What a column's name says about times of day. */
export interface ClockName {
  /** Whether it names the time of day, not only a start or an end. */
  readonly isSure: boolean;
  /** Whether numbers up to 24 are hours. */
  readonly isHour: boolean;
}

/** Whether the values of a column named as a time of day can be times of day, in any notation. */
export function canBeClocks(values: readonly string[], { isSure, isHour }: ClockName): boolean {
  const plain = values.map((value) => plainClock(value));
  const form = clockFormOf(values);
  const figures = plain.filter((value) => /^\d+$/.test(value));
  // Few amounts have three or four figures that are hours and minutes, and nearly all clocks do.
  const isFigures = figures.filter(({ length }) => length === 3 || length === 4).length * 2 > figures.length;
  if (figures.length > 0 && (!isSure || !(isFigures || (form.figures === 2 && isHour)))) return false;
  // Hours in decimals are amounts of work, and two hours are those between which something is.
  if (plain.every((value) => DOTTED.test(value) && Number(value.slice(-2)) % 25 === 0)) return false;
  if (!isSure && plain.some((value) => /^\d[.,]\d{2}$/.test(value))) return false;
  if (plain.every((value) => /^\d{1,2} ?- ?\d{2}$/.test(value) && Number(value.slice(-2)) <= 24)) return false;
  const read = plain.filter((value) => clockOfText(value, form) !== null).length;
  if (values.length === 0 || read < (figures.length > 0 ? 1 : MOST_CLOCKS) * values.length) return false;
  return isSure ? !haveOneYear(plain) : plain.filter((value) => !isDate(value)).length >= NO_DATES * plain.length;
}

function isDate(value: string): boolean {
  const date = scanSampled(value)?.date ?? null;
  return date !== null && (date.kind !== "numbers" || ordersMask(date) !== 0);
}

/** Whether short texts of three numbers all end in the same number, as dates of one year do. */
function haveOneYear(values: readonly string[]): boolean {
  const parts = values.map((value) => /^(\d{1,2})[.-](\d{1,2})[.-](\d{2})$/.exec(value));
  const years = new Set(parts.map((match) => match?.[3]));
  const [year] = years;
  if (values.length < 3 || years.size > 1 || year === undefined || year === "00") return false;
  return parts.every((match) => Number(match?.[1]) <= 31 && Number(match?.[2]) <= 12);
}

/** Share of the values with more hours than a day has: these are durations. */
export const shareOfLongSpans = (values: readonly string[]): number =>
  values.filter((value) => LONG_SPAN.test(plainTimeText(value))).length / Math.max(1, values.length);
