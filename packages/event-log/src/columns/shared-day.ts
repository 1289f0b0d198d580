import { clockFormOf, clockOfText } from "../time/clock-column.ts";
import { momentOf } from "../time/read-time.ts";
import { scanSampled } from "../time/scan-time.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { spanName } from "../text/span-words.ts";

/** Which end of an event that ends past midnight has the day of its row; null where no reading fits the log. */
export type Overnight = "end is of the next day" | "start is of the day before" | null;

/** The columns of events whose start and end have one day. */
export interface SharedDay {
  readonly caseId: number | undefined;
  readonly day: number;
  readonly start: number;
  readonly end: number;
}

interface Span {
  readonly caseKey: string;
  readonly start: number;
  readonly end: number;
}

const DAY = 86_400;
/** Events that end past midnight take no longer than this; where they would, the end is before the start by mistake. */
export const LONGEST_NIGHT_HOURS = 18;
/** Bounds what comparing rows with all others of their case costs. */
const MOST_LOOKED_AT = 200;
/** Share of rows of which more mean that the columns are no start and end. */
const MOST_OVERNIGHT = 0.5;

/** How rows are read whose end is before their start: as their cases allow it. Null where most rows are so. */
export function judgeSharedDay(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  shared: SharedDay,
): { readonly overnight: Overnight } | null {
  const spans = spansOf(columns, rows, shared);
  const late = spans.filter((span) => span.end < span.start);
  if (late.length > spans.length * MOST_OVERNIGHT) return null;
  if (late.length === 0) return { overnight: "end is of the next day" };
  const [next, before] = countConflicts(spans);
  if (Math.min(next, before) * 2 > Math.min(late.length, MOST_LOOKED_AT)) return { overnight: null };
  const isOfEnd = spanName(columns[shared.day]?.name ?? "")?.side === "end";
  const isNext = isOfEnd ? next < before : next <= before;
  return { overnight: isNext ? "end is of the next day" : "start is of the day before" };
}

function spansOf(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  { caseId, day, start, end }: SharedDay,
): Span[] {
  const rule = columns[day]?.time?.format.rule;
  const secondsOf = (index: number): ((row: readonly (string | null)[]) => number | null) => {
    const form = clockFormOf(rows.flatMap((row) => row[index] ?? []));
    return (row) => clockOfText(row[index] ?? "", form)?.clock.seconds ?? null;
  };
  const [startOf, endOf] = [secondsOf(start), secondsOf(end)];
  return rows.flatMap((row) => {
    const scanned = scanSampled(row[day] ?? "");
    const moment = scanned === null || rule === undefined ? null : momentOf({ ...scanned, clock: null }, rule);
    const [from, to] = [startOf(row), endOf(row)];
    if (moment === null || from === null || to === null) return [];
    return [{ caseKey: row[caseId ?? -1] ?? "", start: moment.seconds + from, end: moment.seconds + to }];
  });
}

/** How many rows overlap another of their case where their end is a day later, and where their start is a day earlier. */
function countConflicts(spans: readonly Span[]): readonly [next: number, before: number] {
  const cases = Map.groupBy(spans, ({ caseKey }) => caseKey);
  const late = spans.filter(({ start, end }) => end < start).slice(0, MOST_LOOKED_AT);
  const overlaps = (caseKey: string, from: number, to: number): boolean =>
    cases.get(caseKey)?.some(({ start, end }) => start <= end && start < to && end > from) === true;
  return [
    late.filter(({ caseKey, start, end }) => overlaps(caseKey, start, end + DAY)).length,
    late.filter(({ caseKey, start, end }) => overlaps(caseKey, start - DAY, end)).length,
  ];
}
