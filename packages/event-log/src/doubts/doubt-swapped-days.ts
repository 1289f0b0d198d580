import { ordersMask } from "../time/date-order.ts";
import { daysInOrder, shapeOfDate, type DateRule } from "../time/read-time.ts";
import type { DateOrder, ScannedTime } from "../time/scanned-time.ts";
import type { DatedColumn } from "../columns/dated-columns.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { ColumnRole } from "../terms/import-result.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import { byCase, secondsOf } from "../columns/sample-events.ts";
import { backwardSteps, FAR, turnedRows, type TurnableDate } from "../columns/turned-rows.ts";

/** The least number of dates of each kind for a doubt. */
const FEWEST = 5;
/** The least number of cases that a change of dates makes shorter. */
const FEWEST_CASES = 10;
/** Share of the steps that may go backward in a file that is in the order of time. */
const FEW_BACKWARD = 0.05;
const POINTS = 20;
const MOST_EXAMPLES = 3;
/** Jumps of time in a file at which another may begin. */
const MOST_JUMPS = 3;
const OTHER: Readonly<Record<DateOrder, DateOrder>> = { dmy: "mdy", mdy: "dmy", ymd: "ydm", ydm: "ymd" };

/** What `doubtSwappedDays` says of the columns of a log's times, each beside the other. */
export function doubtTimesOfRoles(
  columns: readonly DatedColumn[],
  times: readonly (DetectedTimeFormat | null)[],
  { caseId, timestamp, startTimestamp }: Partial<Record<ColumnRole, number>>,
  rows: readonly (readonly (string | null)[])[],
): Doubt[] {
  const ofRoles = [timestamp, startTimestamp];
  return columns.flatMap((column) => {
    const rule = ofRoles.includes(column.index) ? times[column.index]?.format.rule : undefined;
    if (rule === undefined) return [];
    const other = ofRoles.find((index) => index !== column.index) ?? -1;
    return doubtSwappedDays(
      column,
      rule,
      (row) => rows[row]?.[caseId ?? -1] ?? null,
      (row) => secondsOf(rows[row]?.[other] ?? "", times[other] ?? null),
    );
  });
}

/**
 * A column whose dates were read by a program that takes the month for the day where it can, and leaves the others alone, as a
 * spreadsheet does with a file of another country: days up to 12 are turned round, later ones are not. Told where the events of the
 * cases stand in the order of time when the former are turned back, and don't as they stand, or where nearly all cases are far
 * shorter then. So are single rows that only so stand among those around them.
 * @param caseOf - the case of a row of the sample
 * @param besideOf - what the other time of a row says, in seconds
 */
function doubtSwappedDays(
  { name, column, rows }: DatedColumn,
  rule: DateRule,
  caseOf: (row: number) => string | null,
  besideOf: (row: number) => number | null = () => null,
): Doubt[] {
  const dates = column.scanned.flatMap((entry, at): TurnableDate[] => {
    const date = turnable(entry, rule);
    const row = rows[at] ?? -1;
    return date === null ? [] : [{ ...date, at, caseKey: caseOf(row) ?? "", beside: besideOf(row) }];
  });
  const all = doubtAll(name, dates);
  if (all.length > 0) return all;
  const part = doubtPart(name, dates);
  return part.length > 0 ? part : doubtSingle(name, dates);
}

/** The first rows of a file, or its last, whose dates are written in another order, as of another file that was put before or behind. */
function doubtPart(name: string, dates: readonly TurnableDate[]): Doubt[] {
  const jumps = dates
    .map(({ time }, at) => ({ at, far: Math.abs(time - (dates[at - 1]?.time ?? time)) }))
    .filter(({ far }) => far > FAR)
    .toSorted((a, b) => b.far - a.far)
    .slice(0, MOST_JUMPS);
  const asRead = jumps.length === 0 ? 0 : backwardSteps(byCase(dates));
  if (asRead === 0) return [];
  const parts = jumps.flatMap(({ at }) => [
    { isTurned: (place: number) => place < at, where: "first", count: at },
    { isTurned: (place: number) => place >= at, where: "last", count: dates.length - at },
  ]);
  const found = parts.find(({ isTurned, count }) => {
    const inPart = dates.filter((_, place) => isTurned(place));
    if (count < FEWEST || inPart.some(({ other, time }) => other === null && !isSame(time))) return false;
    const turned = dates.map((date, place) => (isTurned(place) ? { ...date, time: date.other ?? date.time } : date));
    const back = backwardSteps(byCase(turned));
    return back < asRead && back <= FEW_BACKWARD * dates.length && spanOf(dates) > 4 * spanOf(turned);
  });
  if (found === undefined) return [];
  return [
    {
      kind: "DateOrder",
      column: name,
      detail: `The dates of the ${found.where} ${found.count} rows seem to be written in another order of day and month than the others: turned round, events would stand in the order of time. All were read in one order. Export all of them in one format.`,
      count: found.count,
      points: POINTS,
    },
  ];
}

/** Whether day and month of a time are one number, so that it can't be turned. */
function isSame(seconds: number): boolean {
  const date = new Date(seconds * 1000);
  return date.getUTCDate() === date.getUTCMonth() + 1;
}

function doubtAll(name: string, dates: readonly TurnableDate[]): Doubt[] {
  const turned = dates.filter(({ other }) => other !== null);
  if (turned.length < FEWEST || dates.length - turned.length < FEWEST) return [];
  const turnedRound = dates.map((date) => ({ ...date, time: date.other ?? date.time }));
  const [asRead, turnedBack] = [backwardSteps(byCase(dates)), backwardSteps(byCase(turnedRound))];
  const isInOrder = turnedBack <= FEW_BACKWARD * dates.length && asRead > turnedBack;
  const isMuchBetter = asRead >= FEWEST && asRead >= 4 * turnedBack;
  const isMuchShorter = spanOf(dates) > 4 * spanOf(turnedRound);
  const isOrdered = isInOrder && (isMuchBetter || isMuchShorter);
  // Whoever sorted the file by its dates as they stand left nothing of the order.
  if (!isOrdered && !areCasesShorter(dates, turnedRound)) return [];
  const reason = isOrdered ? "events would stand in the order of time" : "most cases would be far shorter";
  return [
    {
      kind: "DateOrder",
      column: name,
      detail: `Dates whose day is 12 or less seem to have day and month turned round, as spreadsheets do with files of another country: turned back, ${reason}. They were read as they stand. Export the file anew, and open it in nothing before the upload.`,
      count: turned.length,
      points: POINTS,
    },
  ];
}

type Dates = readonly TurnableDate[];

/** Whether turning dates back makes the cases that it changes shorter, nearly all of them, and much. */
function areCasesShorter(dates: Dates, turnedBack: Dates): boolean {
  const [before, after] = [byCase(dates) as readonly Dates[], byCase(turnedBack) as readonly Dates[]];
  let [shorter, longer, all, rest] = [0, 0, 0, 0];
  for (const [at, events] of before.entries()) {
    const [asRead, back] = [spanOf(events), spanOf(after[at] ?? [])];
    if (asRead === back) continue;
    all += asRead;
    rest += back;
    if (back < asRead) shorter++;
    else longer++;
  }
  return shorter >= FEWEST_CASES && shorter >= 4 * longer && 2 * rest < all;
}

function doubtSingle(name: string, dates: readonly TurnableDate[]): Doubt[] {
  const turned = [...turnedRows(dates)];
  if (turned.length === 0) return [];
  const examples = turned
    .slice(0, MOST_EXAMPLES)
    .map(({ time, other }) => `${isoDay(time)} for ${isoDay(other ?? time)}`);
  const many = turned.length === 1 ? "1 date seems" : `${turned.length} dates seem`;
  return [
    {
      kind: "DateOrder",
      column: name,
      detail: `${many} to have day and month turned round (${examples.join(", ")}): turned back, they would lie among those around them. They were read as they stand. Correct the source.`,
      count: turned.length,
      points: Math.min(POINTS, Math.ceil((100 * turned.length) / dates.length)),
    },
  ];
}

const isoDay = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

function turnable(entry: ScannedTime | null, rule: DateRule): Pick<TurnableDate, "time" | "other"> | null {
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

function spanOf(dates: Dates): number {
  const times = dates.map(({ time }) => time);
  return times.reduce((a, b) => Math.max(a, b), -Infinity) - times.reduce((a, b) => Math.min(a, b), Infinity);
}
