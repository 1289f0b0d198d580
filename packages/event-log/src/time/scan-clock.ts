import type { ScannedClock } from "./scanned-time.ts";
import { isFiller, isWeekday, meridiemOfWord } from "./time-words.ts";
import { zoneOfPhrase } from "./zone-phrases.ts";
import { resolveZone, zoneOfWord, type ZoneMark } from "./zones.ts";

export interface ClockAt {
  readonly clock: ScannedClock;
  readonly hasMeridiem: boolean;
  readonly end: number;
  readonly pattern: string | null;
}

const LEADING_MERIDIEM = /(\p{L}[\p{L}.]*) */uy;
const CLOCK = /(\d{1,2})([:.h])(\d{2})(?:([:.m'])(\d{2})(?:([.,:;])(\d{1,12}))?(?:s|''|")?)?(?!\d)/y;
/** As Canadians write it in French. */
const SPACED = /(\d{1,2}) h (\d{2})(?: min(?: (\d{2}) s)?)?(?!\d)/y;
const HOUR = /(\d{1,2})(?=h\b| ?[ap]\.? ?m\b| ?uhr\b| ?[Zz]$|[+-]\d|$)h?/iy;
const COMPACT = /(\d{2})(\d{2})(?:(\d{2})(?:[.,]?(\d{1,9}))?)?(?!\d)/y;

/**
 * The clock at a place: `8:05`, `08.05.00,123`, `8h05`, `080500`. Behind a date also an hour alone and hours and minutes
 * without a sign; alone only what can be nothing else.
 */
export function scanClock(text: string, from: number, where: "behind a date" | "alone"): ClockAt | null {
  let at = from;
  let half: "am" | "pm" | null = null;
  LEADING_MERIDIEM.lastIndex = at;
  const word = LEADING_MERIDIEM.exec(text);
  if (word !== null) {
    half = meridiemOfWord(word[1] ?? "");
    if (half === null) return null;
    at = LEADING_MERIDIEM.lastIndex;
  }
  CLOCK.lastIndex = at;
  const match = CLOCK.exec(text);
  if (match !== null) {
    const [whole, hour, sign = "", minute, sign2 = "", second, point, fraction] = match;
    if (where === "alone" && sign === "." && second === undefined) return null;
    const clock = clockOf(hour, minute, second, fraction, half);
    if (clock === null) return null;
    const isPlain = half === null && /^[:.]$/.test(sign) && (sign2 === "" || sign2 === sign) && /\d$/.test(whole);
    const rest =
      second === undefined
        ? ""
        : `${sign}%S${fraction === undefined ? "" : point === ":" || point === ";" ? "?" : `${point ?? ""}%n`}`;
    const pattern = isPlain && !rest.includes("?") && (fraction?.length ?? 0) <= 9 ? `%H${sign}%M${rest}` : null;
    return { clock, hasMeridiem: half !== null, end: at + whole.length, pattern };
  }
  SPACED.lastIndex = at;
  const spaced = SPACED.exec(text);
  if (spaced !== null) {
    const clock = clockOf(spaced[1], spaced[2], spaced[3], undefined, half);
    return clock === null ? null : { clock, hasMeridiem: half !== null, end: SPACED.lastIndex, pattern: null };
  }
  if (where === "alone") return null;
  COMPACT.lastIndex = at;
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const clock = clockOf(compact[1], compact[2], compact[3], compact[4], half);
    const pattern = compact[3] === undefined ? "%H%M" : "%H%M%S";
    return clock === null
      ? null
      : {
          clock,
          hasMeridiem: half !== null,
          end: COMPACT.lastIndex,
          pattern: compact[4] === undefined && half === null ? pattern : null,
        };
  }
  HOUR.lastIndex = at;
  const hour = HOUR.exec(text);
  const clock = hour === null ? null : clockOf(hour[1], "0", undefined, undefined, half);
  return clock === null ? null : { clock, hasMeridiem: half !== null, end: HOUR.lastIndex, pattern: null };
}

export function clockOf(
  hourText: string | undefined,
  minuteText: string | undefined,
  secondText: string | undefined,
  fraction: string | undefined,
  half: "am" | "pm" | null,
): ScannedClock | null {
  const [hour, minute, second] = [Number(hourText), Number(minuteText), Number(secondText ?? 0)];
  if (hour > 24 || minute > 59 || second > 60) return null;
  const seconds = hour * 3600 + minute * 60 + second;
  if (hour === 24 && seconds > 86_400) return null;
  const nanos = fraction === undefined ? 0 : Number(fraction.slice(0, 9).padEnd(9, "0"));
  const clock = { seconds, nanos, hasMeridiem: false };
  return half === null ? clock : withMeridiem(clock, half);
}

export function withMeridiem(clock: ScannedClock, half: "am" | "pm"): ScannedClock | null {
  const hour = Math.floor(clock.seconds / 3600);
  // Some programs write 24-hour clocks and AM or PM beside: 13:05 PM says nothing wrong.
  if (hour > 12) return half === "pm" && hour < 24 ? { ...clock, hasMeridiem: true } : null;
  if (hour === 0) return half === "am" ? { ...clock, hasMeridiem: true } : null;
  const shift = half === "pm" && hour < 12 ? 12 : half === "am" && hour === 12 ? -12 : 0;
  return { ...clock, seconds: clock.seconds + shift * 3600, hasMeridiem: true };
}

export interface Tail {
  readonly clock: ScannedClock | null;
  readonly zone: ZoneMark | null;
  /** A year that follows the clock. */
  readonly year: number | null;
  readonly pattern: string | null;
}

const BLANKS = / +/y;
const OFFSET = /(?:UTC|GMT|UT)? ?([+-])(\d{1,2})(?::?(\d{2}))?(?::?(\d{2}))?(?![\d])/iy;
const REGION = /\[([A-Za-z][\w/+-]*)\]/y;
const COMMENT = /\(([^()]*)\)/y;
const WORD = /\p{L}[\p{L}_]*(?:\.(?= ?\p{L}\.)|\.)?(?:(?: ?\p{L}\.)|(?:\/[\w+-]+)+)?/uy;
const YEAR = /(\d{4})(?!\d)/y;
const WEEKDAY_AT_END = /,? *\p{L}+\.?$/uy;

/** What stands behind a clock: AM or PM, zone, words that say nothing, and a year. Null when anything else does. */
export function scanTail(text: string, from: number, clock: ScannedClock | null): Tail | null {
  let at = from;
  let read = clock;
  let zone: ZoneMark | null = null;
  let year: number | null = null;
  let pattern: string | null = "";
  let gap = "";
  const add = (part: string | null): void => {
    pattern = pattern === null || part === null ? null : `${pattern}${gap}${part}`;
    gap = "";
  };
  while (at < text.length) {
    const tail = matchAt(BLANKS, text, at);
    if (tail !== null) {
      gap = tail[0];
      at += tail[0].length;
      continue;
    }
    const offset = matchAt(OFFSET, text, at);
    if (offset !== null) {
      const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0) + Number(offset[4] ?? 0) / 60;
      if (minutes > 18 * 60 || (typeof zone === "string" && zone !== "")) return null;
      zone = offset[1] === "-" ? -minutes : minutes;
      add(/^[+-]\d{2}(?::?\d{2})?$/.test(offset[0]) ? "%z" : null);
      at += offset[0].length;
      continue;
    }
    const region = matchAt(REGION, text, at);
    if (region !== null) {
      zone ??= zoneOfWord(region[1] ?? "") ?? resolveZone(region[1] ?? "");
      add(null);
      at += region[0].length;
      continue;
    }
    const comment = matchAt(COMMENT, text, at);
    if (comment !== null) {
      const said = zone === null ? zoneInBrackets(comment[1] ?? "") : zone;
      if (said === undefined) return null;
      zone = said;
      add(null);
      at += comment[0].length;
      continue;
    }
    const lateYear: RegExpExecArray | null = year === null ? matchAt(YEAR, text, at) : null;
    if (lateYear !== null) {
      year = Number(lateYear[1]);
      add(null);
      at += lateYear[0].length;
      continue;
    }
    const word = matchAt(WORD, text, at)?.[0];
    if (word === undefined)
      return matchAt(WEEKDAY_AT_END, text, at) === null ? null : { clock: read, zone, year, pattern: null };
    const half = read !== null && !read.hasMeridiem ? meridiemOfWord(word) : null;
    if (half !== null && read !== null) {
      read = withMeridiem(read, half);
      if (read === null) return null;
      add(/^[AaPp][Mm]$/.test(word) && gap.length <= 1 ? "%p" : null);
    } else {
      const named = zoneOfWord(word);
      if (named !== null && zone === null) {
        zone = named;
        add(/^(?:Z|z|UTC|GMT)$/.test(word) ? word : null);
      } else if (isFiller(word) || isWeekday(word)) add(null);
      else return null;
    }
    at += word.length;
  }
  return { clock: read, zone, year, pattern };
}

/** `(UTC+1)`, `(PST)`, `(Europe/Berlin)`, `(W. Europe Standard Time)`; null for what is no zone, undefined for one that isn't known. */
function zoneInBrackets(text: string): ZoneMark | null | undefined {
  const word = zoneOfWord(text.trim());
  if (word !== null) return word;
  const offset = matchAt(OFFSET, text.trim(), 0);
  if (offset === null) return zoneOfPhrase(text);
  const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
  return minutes > 18 * 60 ? undefined : offset[1] === "-" ? -minutes : minutes;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
