import { ordersMask } from "../time/date-order.ts";
import { daysInOrder, shapeOfDate, type DateRule } from "../time/read-time.ts";
import type { DateOrder, ScannedTime } from "../time/scanned-time.ts";
import type { DatedColumn } from "./dated-columns.ts";
import type { Doubt } from "./doubt.ts";
import { byCase, countSteps, type SampleEvent } from "./sample-events.ts";

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
    return date === null ? [] : [{ ...date, at, caseKey: caseOf(rows[at] ?? -1) ?? "" }];
  });
  const turned = dates.filter(({ other }) => other !== null);
  if (turned.length < FEWEST || dates.length - turned.length < FEWEST) return [];
  const turnedRound = dates.map((date) => ({ ...date, time: date.other ?? date.time }));
  const [asRead, turnedBack] = [backwardSteps(dates), backwardSteps(turnedRound)];
  const isInOrder = turnedBack <= FEW_BACKWARD * dates.length && asRead > turnedBack;
  const isMuchBetter = asRead >= FEWEST && asRead >= 4 * turnedBack;
  const isMuchShorter = spanOf(dates) > 4 * spanOf(turnedRound);
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

function spanOf(dates: readonly TurnableDate[]): number {
  const times = dates.map(({ time }) => time);
  return times.reduce((a, b) => Math.max(a, b), -Infinity) - times.reduce((a, b) => Math.min(a, b), Infinity);
}

/** Steps backward within the cases, or forward where those are fewer: a file may be written newest first. */
function backwardSteps(dates: readonly SampleEvent[]): number {
  const { forward, backward } = countSteps(byCase(dates));
  return Math.min(forward, backward);
}
