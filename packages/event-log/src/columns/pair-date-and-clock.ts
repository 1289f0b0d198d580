import { namesOther, namesPlan } from "../roles/name-fit.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { spanName } from "../text/span-words.ts";

const DAY_WORDS =
  /datum|date|dato|data|dat|fecha|(?<!\p{L})d[ií]a(?!\p{L})|tarih|päivä(?:määrä)?|day|tag|dt|dátum|дата|ημερομηνία|日付|日期|날짜/giu;
const CLOCK_WORDS =
  /uhrzeit|uzeit|zeit|time|tijd|heure|horario|hora|orario|ora|godzina|czas|saati?|klokkeslæt|klokkeslett|klockslag|tidspunkt|tid|zet|uzt|tim|tm|hour|uhr|время|час|kellonaika|kello|čas|hodina|óra|ώρα|時刻|時間|时刻|时间|시각|시간/giu;

/**
 * The column with the time of day that belongs to a column of days, null when none surely does: the one whose name differs
 * only in saying time for date (`UDATE`, `UTIME`) or that names the same end of a span, else the only one of the table, else
 * the one right behind.
 */
export function findClock(columns: readonly ColumnProfile[], day: number, taken: ReadonlySet<number>): number | null {
  const dayColumn = columns[day];
  if (dayColumn?.time?.kind !== "date") return null;
  const clocks = clocksOf(columns, taken);
  const stem = stemOfDay(dayColumn.name);
  const named = stem === null ? [] : clocks.filter((index) => stemOfClock(columns[index]?.name ?? "") === stem);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return only;
  const side = spanName(dayColumn.name)?.side;
  const ofSide = clocks.filter((index) => side !== undefined && spanName(columns[index]?.name ?? "")?.side === side);
  if (ofSide.length === 1) return ofSide[0] ?? null;
  const signed = clocks.filter(
    (index) => columns[index]?.time?.format.described !== "figures" && !namesPlan(columns[index]?.name ?? ""),
  );
  const days = columns.filter(({ time }) => time?.kind === "date").length;
  if (signed.length === 1 && days === 1) return signed[0] ?? null;
  return signed.includes(day + 1) ? day + 1 : null;
}

const clocksOf = (columns: readonly ColumnProfile[], taken: ReadonlySet<number>): number[] =>
  columns.flatMap(({ time }, index) => (time?.kind === "clock" && !taken.has(index) ? [index] : []));

/**
 * The clocks of a start and an end that share one column of days, null where there aren't two or another column has the day
 * of one of them. Of several pairs the one whose names say nothing else is taken.
 */
export function findClockPair(
  columns: readonly ColumnProfile[],
  day: number,
  known: { readonly start?: number | undefined; readonly end?: number | undefined } = {},
): { readonly start: number; readonly end: number } | null {
  const dayColumn = columns[day];
  if (dayColumn?.time?.kind !== "date") return null;
  const side = spanName(dayColumn.name)?.side;
  const isOther = columns.some(({ name, time }, index) => {
    const mayBe = time?.kind === "date" && index !== day && !namesOther(name, "timestamp");
    const otherSide = mayBe ? spanName(name)?.side : undefined;
    return otherSide !== undefined && otherSide !== side;
  });
  if (isOther) return null;
  const spans = clocksOf(columns, new Set()).flatMap((index) => {
    const name = columns[index]?.name ?? "";
    const span = spanName(name);
    return span === null || namesPlan(name) ? [] : [{ index, side: span.side, rest: restOf(span.rest) }];
  });
  const starts = spans.filter((span) => span.side === "start" && (known.start ?? span.index) === span.index);
  const ends = spans.filter((span) => span.side === "end" && (known.end ?? span.index) === span.index);
  const pairs = starts.flatMap((start) =>
    ends
      .filter(({ rest }) => rest === start.rest)
      .map((end) => ({ start: start.index, end: end.index, rest: end.rest })),
  );
  const [pair, ...more] = pairs.some(({ rest }) => rest === "") ? pairs.filter(({ rest }) => rest === "") : pairs;
  return pair === undefined || more.length > 0 ? null : { start: pair.start, end: pair.end };
}

/** What is left of the name of one end, without words for the time of day. */
const restOf = (rest: string): string =>
  rest
    .toLowerCase()
    .replace(CLOCK_WORDS, "")
    .replace(/(?<!\p{L})(?:clock|kl|klokken|klocka|klo|de|d[aio]|del|am|at|um)(?!\p{L})/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

export const stemOfDay = (name: string): string | null => stemOf(name, DAY_WORDS);
export const stemOfClock = (name: string): string | null => stemOf(name, CLOCK_WORDS);

/** A name with the last word for date or time taken out; null when it has none. */
function stemOf(name: string, words: RegExp): string | null {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
  const last = [...plain.matchAll(words)].at(-1);
  if (last === undefined) return null;
  return `${plain.slice(0, last.index)}#${plain.slice(last.index + last[0].length)}`.trim();
}
