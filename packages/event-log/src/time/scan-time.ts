import { plainTimeText } from "./plain-time-text.ts";
import { scanClock, scanTail } from "./scan-clock.ts";
import { scanDate } from "./scan-date.ts";
import { scanCount } from "./scan-count.ts";
import type { ScannedTime } from "./scanned-time.ts";
import { isFiller, isWeekday } from "./time-words.ts";

const mostCharacters = 100;
/** What may stand between a date and its clock: `T`, blanks, and what Apache, DB2 and SAS put there. */
const GLUE = /[Tt]|(?:[ ,;:/_-]+(?:[Tt](?=\d))?)/y;
/** The clock before the date, as it is written in Vietnam: `09:11:05 26/02/2024`. */
const CLOCK_FIRST =
  /^(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?),? +(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})$/;
const WORD = /\p{L}+\.? */uy;

/**
 * Takes a text apart as a time, in any of the ways in which programs write them. Null when it is none. It is the one reader
 * of times: what finds out the format of a column and what reads the column both ask it.
 */
export function scanTime(raw: string): ScannedTime | null {
  if (raw.length > mostCharacters) return null;
  const text = unwrapped(plainTimeText(raw));
  // Most texts that are no times have no figure either.
  if (!/\d/.test(text)) return null;
  const count = scanCount(text);
  if (count !== null) return count;
  const [, clockFirst, dateBehind] = CLOCK_FIRST.exec(text) ?? [];
  if (clockFirst !== undefined && dateBehind !== undefined) {
    const turned = scanTime(`${dateBehind} ${clockFirst}`);
    return turned === null ? null : { ...turned, pattern: null };
  }
  const date = scanDate(text);
  if (date === null) {
    const clock = scanClock(text, 0, "alone");
    return clock === null ? null : finish(text, clock.end, { ...clock, date: null, pattern: null });
  }
  if (date.end >= text.length && date.clock === null) {
    if (date.date === null) return null;
    return { date: date.date, clock: null, zone: null, pattern: date.pattern };
  }
  if (date.clock !== null) return { date: date.date, clock: date.clock, zone: date.zone, pattern: date.pattern };
  const from = skipGlue(text, date.end);
  if (from === null) return null;
  const glue = text.slice(date.end, from);
  const clock = scanClock(text, from, "behind a date");
  // A zone may stand behind a bare date too, as in XML Schema's dates.
  if (clock === null) return finish(text, date.end, { clock: null, date: date.date, pattern: null });
  const pattern = date.pattern === null || clock.pattern === null ? null : `${date.pattern}${glue}${clock.pattern}`;
  return finish(text, clock.end, {
    ...clock,
    date: date.date,
    pattern: /^(?:[Tt]|[ ,:/_-]+)$/.test(glue) ? pattern : null,
  });
}

/** The largest sample of a log has this many values. */
const MOST_CACHED = 50_000;
const cache = new Map<string, ScannedTime | null>();

/** `scanTime` for the values of a sample, which several steps of an import ask for: each of them is taken apart once. */
export function scanSampled(text: string): ScannedTime | null {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const scanned = scanTime(text);
  if (cache.size >= MOST_CACHED) cache.clear();
  if (text.length <= mostCharacters) cache.set(text, scanned);
  return scanned;
}

function finish(
  text: string,
  from: number,
  found: Pick<ScannedTime, "date" | "clock" | "pattern">,
): ScannedTime | null {
  const tail = scanTail(text, from, found.clock);
  if (tail === null || tail.year !== null) return null;
  const half = tail.clock?.hasMeridiem === true ? found.pattern?.replace("%H", "%I") : found.pattern;
  const pattern = half === null || half === undefined || tail.pattern === null ? null : `${half}${tail.pattern}`;
  return { date: found.date, clock: tail.clock, zone: tail.zone, pattern };
}

function skipGlue(text: string, from: number): number | null {
  GLUE.lastIndex = from;
  let at = GLUE.test(text) ? GLUE.lastIndex : from;
  for (;;) {
    WORD.lastIndex = at;
    const [word] = WORD.exec(text) ?? [];
    const plain = word?.replace(".", "").trim() ?? "";
    if (word === undefined || !(isFiller(plain) || isWeekday(plain))) break;
    at += word.length;
  }
  return at === from && at < text.length && !/[Zz+[]/.test(text[at] ?? "") ? null : at;
}

/** Without the brackets or quotes around the whole. */
const unwrapped = (text: string): string => (/^(?:\[.*\]|".*"|'.*')$/.test(text) ? text.slice(1, -1).trim() : text);
