import { ordersMask } from "../time/date-order.ts";
import { daysInOrder, shapeOfDate, type DateRule } from "../time/read-time.ts";
import type { DateOrder, ScannedTime } from "../time/scanned-time.ts";
import type { DatedColumn } from "./dated-columns.ts";
import type { Doubt } from "./doubt.ts";

/** Dates of each kind that tell the one from the other. */
const FEWEST = 5;
/** Share of the steps that may go backward in a file that is in the order of time. */
const FEW_BACKWARD = 0.05;
const POINTS = 20;
const OTHER: Readonly<Record<DateOrder, DateOrder>> = { dmy: "mdy", mdy: "dmy", ymd: "ydm", ydm: "ymd" };

/**
 * A column whose dates were read by a program that takes the month for the day where it can, and leaves the others alone, as a
 * spreadsheet does with a file of another country: days up to 12 are turned round, later ones are not. Told where the events of the
 * cases stand in the order of time when the former are turned back, and don't as they stand.
 * @param caseOf - the case of a row of the sample
 */
export function doubtSwappedDays(
  { name, column, rows }: DatedColumn,
  rule: DateRule,
  caseOf: (row: number) => string | null,
): Doubt[] {
  const dates = column.scanned.flatMap((entry, at) => {
    const date = turnable(entry, rule);
    return date === null ? [] : [{ ...date, owner: caseOf(rows[at] ?? -1) }];
  });
  const turned = dates.filter(({ other }) => other !== null);
  if (turned.length < FEWEST || dates.length - turned.length < FEWEST) return [];
  const asRead = backwardSteps(dates, ({ time }) => time);
  const turnedBack = backwardSteps(dates, ({ time, other }) => other ?? time);
  const isInOrder = turnedBack <= FEW_BACKWARD * dates.length && asRead > turnedBack;
  const isMuchBetter = asRead >= FEWEST && asRead >= 4 * turnedBack;
  const isMuchShorter =
    spanOf(dates.map(({ time }) => time)) > 4 * spanOf(dates.map(({ time, other }) => other ?? time));
  if (!isInOrder || !(isMuchBetter || isMuchShorter)) return [];
  return [
    {
      kind: "DateOrder",
      column: name,
      detail: `Dates whose day is 12 or less seem to have day and month turned round, as spreadsheets do with files of another country: turned back, events would stand in the order of time. They were read as they stand. Export the file anew, and open it in nothing before the upload.`,
      count: turned.length,
      points: POINTS,
    },
  ];
}

interface TurnableDate {
  /** In seconds, as the date stands. */
  readonly time: number;
  /** With day and month turned round; null where that makes no other date. */
  readonly other: number | null;
}

function turnable(entry: ScannedTime | null, rule: DateRule): TurnableDate | null {
  const date = entry?.date;
  if (date?.kind !== "numbers") return null;
  const { a, b, c, yearDigits } = date;
  const order = rule[shapeOfDate(date)];
  const seconds = entry?.clock?.seconds ?? 0;
  const at = (days: number | null): number | null => (days === null ? null : days * 86_400 + seconds);
  const time = at(daysInOrder(a, b, c, order, yearDigits));
  if (time === null) return null;
  const isBoth = (ordersMask(date) & (ordersMask(date) - 1)) !== 0;
  const other = isBoth ? at(daysInOrder(a, b, c, OTHER[order], yearDigits)) : null;
  return { time, other: other === time ? null : other };
}

const spanOf = (times: readonly number[]): number =>
  times.reduce((most, time) => Math.max(most, time), -Infinity) -
  times.reduce((least, time) => Math.min(least, time), Infinity);

/** Steps backward within the cases, or forward where those are fewer: a file may be written newest first. */
function backwardSteps<Row extends { readonly owner: string | null }>(
  rows: readonly Row[],
  timeOf: (row: Row) => number,
): number {
  const last = new Map<string | null, number>();
  let [forward, backward] = [0, 0];
  for (const row of rows) {
    const [time, before] = [timeOf(row), last.get(row.owner)];
    last.set(row.owner, time);
    if (before === undefined) continue;
    if (time > before) forward++;
    if (time < before) backward++;
  }
  return Math.min(forward, backward);
}
