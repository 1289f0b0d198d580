import { daysFromEpoch } from "../time/calendar.ts";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Others aren't exact in microseconds, or mean something else to DuckDB. */
const YEARS = [1000, 2250] as const;
const FURTHEST_OFFSET_HOURS = 14;
const ZERO = 48;
const [DASH, COLON, DOT, COMMA, SPACE, PLUS] = [45, 58, 46, 44, 32, 43];
const [UPPER_T, LOWER_T, UPPER_Z, LOWER_Z] = [84, 116, 90, 122];
const DAYS_IN_MONTH = Uint8Array.of(31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** Reads ISO 8601 times out of bytes; remembers the last day, for neighbours often share it. */
export class IsoTimeReader {
  #dayKey = -1;
  #dayMicros = Number.NaN;

  /**
   * Microseconds since the epoch of the time from `from` up to, not including, `to`; NaN when it is none. A date, then
   * where given `T` or a blank, hours and minutes, seconds with up to six digits of fraction, and `Z` or an offset; without
   * one it is UTC.
   */
  read(bytes: Uint8Array, from: number, to: number): number {
    if (to - from < 10 || bytes[from + 4] !== DASH || bytes[from + 7] !== DASH) return Number.NaN;
    const year = digits(bytes, from, 4);
    const month = digits(bytes, from + 5, 2);
    const day = digits(bytes, from + 8, 2);
    let micros = this.#startOfDay(year, month, day);
    let at = from + 10;
    if (at === to) return micros;
    const separator = bytes[at];
    if (separator !== UPPER_T && separator !== SPACE && separator !== LOWER_T) return Number.NaN;
    if (to - at < 6 || bytes[at + 3] !== COLON) return Number.NaN;
    const hour = digits(bytes, at + 1, 2);
    const minute = digits(bytes, at + 4, 2);
    micros += hour * HOUR + minute * MINUTE;
    at += 6;
    let second = 0;
    if (at < to && bytes[at] === COLON) {
      if (to - at < 3) return Number.NaN;
      second = digits(bytes, at + 1, 2);
      micros += second * SECOND;
      at += 3;
      if (at < to && (bytes[at] === DOT || bytes[at] === COMMA)) {
        const start = ++at;
        let fraction = 0;
        let scale = 100_000;
        for (let digit = digitAt(bytes, at); at < to && digit >= 0; digit = digitAt(bytes, ++at)) {
          fraction += digit * scale;
          scale = Math.floor(scale / 10);
        }
        if (at === start || at - start > 6) return Number.NaN;
        micros += fraction;
      }
    }
    // NaN fails every comparison.
    if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
    return at === to ? micros : micros - readOffset(bytes, at, to);
  }

  #startOfDay(year: number, month: number, day: number): number {
    const key = (year * 16 + month) * 32 + day;
    if (key === this.#dayKey) return this.#dayMicros;
    const isReal = month >= 1 && month <= 12 && day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0);
    const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    if (year < YEARS[0] || year > YEARS[1] || !isReal || (month === 2 && day === 29 && !isLeap)) return Number.NaN;
    this.#dayKey = key;
    this.#dayMicros = daysFromEpoch(year, month, day) * DAY;
    return this.#dayMicros;
  }
}

/** Microseconds east of UTC of `Z`, `+HH`, `+HHMM` or `+HH:MM`, a blank before it or not; NaN when it is something else. */
function readOffset(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  if (bytes[at] === SPACE) at++;
  const sign = bytes[at];
  if ((sign === UPPER_Z || sign === LOWER_Z) && at + 1 === to) return 0;
  if (sign !== PLUS && sign !== DASH) return Number.NaN;
  const length = to - at - 1;
  const hours = digits(bytes, at + 1, 2);
  let minutes = 0;
  if (length === 4) minutes = digits(bytes, at + 3, 2);
  else if (length === 5 && bytes[at + 3] === COLON) minutes = digits(bytes, at + 4, 2);
  else if (length !== 2) return Number.NaN;
  if (!(hours <= FURTHEST_OFFSET_HOURS && minutes <= 59)) return Number.NaN;
  return (sign === PLUS ? 1 : -1) * (hours * HOUR + minutes * MINUTE);
}

function digitAt(bytes: Uint8Array, at: number): number {
  const digit = (bytes[at] ?? 0) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** A number of so many digits; NaN when one isn't. */
function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
