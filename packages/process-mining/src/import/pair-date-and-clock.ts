import type { ColumnProfile } from "./column-profile.ts";

const DAY_WORDS = /datum|date|dato|data|dat|fecha|tarih|päivä|day|tag|dt|дата/giu;
const CLOCK_WORDS =
  /uhrzeit|uzeit|zeit|time|tijd|heure|hora|orario|ora|godzina|czas|saat|tid|zet|uzt|tim|tm|hour|uhr|время|час|klockslag|kello/giu;

/**
 * The column with the time of day that belongs to a column of days, null when none surely does: the one whose name differs
 * only in saying time for date (`UDATE`, `UTIME`), else the only one of the table, else the one right behind.
 */
export function findClock(columns: readonly ColumnProfile[], day: number, taken: ReadonlySet<number>): number | null {
  const dayColumn = columns[day];
  if (dayColumn?.time?.kind !== "date") return null;
  const clocks = columns.flatMap(({ time }, index) => (time?.kind === "clock" && !taken.has(index) ? [index] : []));
  const stem = stemOf(dayColumn.name, DAY_WORDS);
  const named = stem === null ? [] : clocks.filter((index) => stemOf(columns[index]?.name ?? "", CLOCK_WORDS) === stem);
  const [only, ...others] = named;
  if (only !== undefined && others.length === 0) return only;
  const signed = clocks.filter((index) => columns[index]?.time?.format.described !== "figures");
  const days = columns.filter(({ time }) => time?.kind === "date").length;
  if (signed.length === 1 && days === 1) return signed[0] ?? null;
  return signed.includes(day + 1) ? day + 1 : null;
}

/** A name with the last word for date or time taken out; null when it has none. */
function stemOf(name: string, words: RegExp): string | null {
  const plain = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
  const last = [...plain.matchAll(words)].at(-1);
  if (last === undefined) return null;
  return `${plain.slice(0, last.index)}#${plain.slice(last.index + last[0].length)}`.trim();
}
