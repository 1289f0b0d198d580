import { clockFormOf, clockOfText } from "../time/clock-column.ts";
import { isClockWord, namesAgreedClock } from "./clock-names.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { isMissingWord } from "../text/missing-words.ts";
import { stemOfClock, stemOfDay } from "./pair-date-and-clock.ts";
import { spanName } from "../text/span-words.ts";

type Rows = readonly (readonly (string | null)[])[];

/** Fewer clocks are no evidence. */
const LEAST_CLOCKS = 5;
const LEAST_CASES = 2;
/** Clocks of which nearly all lie before this hour are lengths, where the name doesn't say otherwise. */
const EARLY = { hour: 4, share: 0.95 } as const;
/** Hours alone that never reach the afternoon are numbers of lessons, or the like. */
const NOON = 12;

/**
 * Columns of clocks that aren't those of events, as agreed times and lengths are: by their names, or since all events of
 * a case have the same though on several days, or since they are all too early.
 */
export function clocksOfNoEvent(
  columns: readonly ColumnProfile[],
  rows: Rows,
  { caseId, day }: { readonly caseId: number | undefined; readonly day: number | undefined },
): ReadonlySet<number> {
  const found = new Set<number>();
  const shown = new Set<number>();
  const dayName = columns[day ?? -1]?.name;
  if (day === undefined || dayName === undefined || columns[day]?.time?.kind !== "date") return found;
  for (const [index, { name, time }] of columns.entries()) {
    if (time?.kind !== "clock") continue;
    const stem = stemOfClock(name);
    const isOfDay = isClockWord(name) || (stem !== null && stem === stemOfDay(dayName));
    if (!isOfDay && namesAgreedClock(name)) found.add(index);
    else if (isOfCase(rows, index, { caseId, day })) shown.add(index);
    else if (isTooEarly(secondsOf(rows, index), isOfDay || spanName(name)?.rest === "")) shown.add(index);
    else if (time.format.clockForm?.figures === 2 && !reachesAfternoon(rows, index)) found.add(index);
  }
  // A day's work may begin at one and the same hour.
  for (const index of shown) if (!isBesideOther(columns, index, new Set([...found, ...shown]))) found.add(index);
  return found;
}

/** Whether the other end of the span of a column is one of events. */
function isBesideOther(columns: readonly ColumnProfile[], index: number, strange: ReadonlySet<number>): boolean {
  const span = spanName(columns[index]?.name ?? "");
  if (span === null) return false;
  return columns.some(({ name, time }, at) => {
    const other = time?.kind === "clock" && !strange.has(at) ? spanName(name) : null;
    return other !== null && other.side !== span.side && other.rest === span.rest;
  });
}

function secondsOf(rows: Rows, index: number): number[] {
  const values = rows.flatMap((row) => row[index] ?? []).filter((value) => !isMissingWord(value));
  const form = clockFormOf(values);
  return values.flatMap((value) => clockOfText(value, form)?.clock.seconds ?? []);
}

const isTooEarly = (seconds: readonly number[], isNamed: boolean): boolean =>
  !isNamed &&
  seconds.length >= LEAST_CLOCKS &&
  seconds.filter((time) => time < EARLY.hour * 3600).length >= seconds.length * EARLY.share;

function reachesAfternoon(rows: Rows, index: number): boolean {
  const seconds = secondsOf(rows, index);
  return seconds.length < LEAST_CLOCKS || seconds.some((time) => time > NOON * 3600);
}

/** Whether all events of each case have one clock, though they are of several days. */
function isOfCase(
  rows: Rows,
  index: number,
  { caseId, day }: { readonly caseId: number | undefined; readonly day: number },
): boolean {
  if (caseId === undefined) return false;
  const filled = rows.filter((row) => typeof row[index] === "string" && typeof row[day] === "string");
  // At midnight there is nothing to lose.
  if (filled.every((row) => /^[\D0]*$/.test(row[index] ?? ""))) return false;
  const cases = [...Map.groupBy(filled, (row) => row[caseId] ?? "").values()].filter((list) => list.length > 1);
  const several = cases.filter((list) => new Set(list.map((row) => row[day])).size > 1);
  const events = several.reduce((sum, list) => sum + list.length, 0);
  const isWhole = new Set(filled.map((row) => row[index])).size === 1;
  if (events < LEAST_CLOCKS || several.length < (isWhole ? 1 : LEAST_CASES)) return false;
  return cases.every((list) => new Set(list.map((row) => row[index])).size === 1);
}
