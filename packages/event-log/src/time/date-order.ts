import { daysInOrder, shapeOfDate, type DateRule } from "./read-time.ts";
import type { DateOrder, ScannedDate } from "./scanned-time.ts";

export type NumberDate = Extract<ScannedDate, { kind: "numbers" }>;
export type DateShape = keyof DateRule;

/** Orders in which a date of a shape may stand, the usual one first. */
export const ORDERS: Readonly<Record<DateShape, readonly DateOrder[]>> = {
  yearFirst: ["ymd", "ydm"],
  yearLast: ["dmy", "mdy"],
  dotted: ["dmy", "mdy"],
  short: ["dmy", "mdy", "ymd", "ydm"],
};

export const DATE_SHAPES = Object.keys(ORDERS) as DateShape[];

/** One bit for each of its shape's orders under which the three numbers are a day of the calendar. */
export function ordersMask(date: NumberDate): number {
  let mask = 0;
  for (const [at, order] of ORDERS[shapeOfDate(date)].entries())
    if (daysInOrder(date.a, date.b, date.c, order, date.yearDigits) !== null) mask |= 1 << at;
  return mask;
}

/** A date of a sample, with its neighbours' evidence about the order. */
export interface OrderSample {
  readonly date: NumberDate;
  /** Seconds since midnight. */
  readonly seconds: number;
  readonly caseKey: string | null;
}

export interface OrderEvidence {
  readonly shape: DateShape;
  /** How many dates have each mask, over the whole column. */
  readonly masks: ReadonlyMap<number, number>;
  /** Runs of neighbouring rows, in the order of the file, of every column that is written alike. */
  readonly runs: readonly (readonly OrderSample[])[];
  /** Pairs of a start and an end in one row. */
  readonly pairs: readonly (readonly [start: OrderSample, end: OrderSample])[];
  /** Clocks with AM or PM and slashes are written where the month stands first. */
  readonly isAmerican: boolean;
}

export interface DecidedOrder {
  readonly order: DateOrder;
  /** Other orders that fit all values as well, with no sign that distinguishes them from the one taken. */
  readonly rivals: readonly DateOrder[];
}

/**
 * Decides from all values which number is day, month and year: an order under which more of them are dates wins. Where several
 * fit alike, time decides: logs run forward (or backward) in the file and within each case, starts lie before ends, and
 * years change least.
 */
export function decideDateOrder(evidence: OrderEvidence): DecidedOrder {
  const orders = ORDERS[evidence.shape];
  const readable = orders.map((_, at) => {
    let sum = 0;
    for (const [mask, count] of evidence.masks) if (((mask >> at) & 1) === 1) sum += count;
    return sum;
  });
  const most = Math.max(...readable);
  const fitting = orders.filter((_, at) => readable[at] === most);
  const [first = "dmy", ...others] = fitting;
  // A year first is ISO 8601 wherever it can be: days that never change, or come in any order, are no sign against it.
  if (others.length === 0 || evidence.shape === "yearFirst") return { order: first, rivals: [] };
  const judged = fitting.map((order) => ({ order, ...disorderUnder(order, evidence) }));
  const usual = usualOf(fitting, evidence);
  const best = judged.reduce(
    (left, right) => (isClearlyBetter(right, left) ? right : left),
    judged.find(({ order }) => order === usual) ?? { order: first, ...disorderUnder(first, evidence) },
  );
  const tied = judged.filter((entry) => entry.order !== best.order && !isClearlyBetter(best, entry));
  // Days change faster than months. Months alone may change too, so the doubt stays.
  const faster = tied.find((entry) => best.spanDays > 4 * entry.spanDays && changesSlowly(best.order, evidence));
  const taken = faster ?? best;
  const rivals = [best, ...tied].map(({ order }) => order).filter((order) => order !== taken.order && order !== "ydm");
  return { order: taken.order, rivals: tied.length === 0 ? [] : rivals };
}

/** Whether the day of the month hardly changes under an order, though the month does. */
function changesSlowly(order: DateOrder, { runs }: OrderEvidence): boolean {
  const place = { ymd: ["c", "b"], ydm: ["b", "c"], dmy: ["a", "b"], mdy: ["b", "a"] } as const;
  const [day, month] = place[order];
  const count = (part: "a" | "b" | "c"): number => new Set(runs.flat().map(({ date }) => date[part])).size;
  return count(month) >= 3 && count(day) * 3 <= count(month);
}

const usualOf = (fitting: readonly DateOrder[], { isAmerican }: OrderEvidence): DateOrder =>
  isAmerican && fitting.includes("mdy") ? "mdy" : (fitting[0] ?? "dmy");

interface Disorder {
  /** Steps backward between neighbours of the file, of a case, and from a start to its end. */
  readonly inFile: number;
  readonly inCases: number;
  readonly inPairs: number;
  readonly spanDays: number;
}

function isClearlyBetter(left: Disorder & { order: DateOrder }, right: Disorder & { order: DateOrder }): boolean {
  const fewer = (a: number, b: number): number => (b >= 2 && a * 4 < b ? 1 : a >= 2 && b * 4 < a ? -1 : 0);
  const votes =
    3 * fewer(left.inPairs, right.inPairs) +
    2 * fewer(left.inCases, right.inCases) +
    2 * fewer(left.inFile, right.inFile);
  if (votes !== 0) return votes > 0;
  const isYearMoved =
    (left.order === "ymd" || left.order === "ydm") !== (right.order === "ymd" || right.order === "ydm");
  return isYearMoved && left.spanDays * 10 < right.spanDays;
}

function disorderUnder(order: DateOrder, { runs, pairs }: OrderEvidence): Disorder {
  const timeOf = ({ date, seconds }: OrderSample): number | null => {
    const days = daysInOrder(date.a, date.b, date.c, order, date.yearDigits);
    return days === null ? null : days * 86_400 + seconds;
  };
  let forward = 0;
  let backward = 0;
  let least = Infinity;
  let latest = -Infinity;
  let caseForward = 0;
  let caseBackward = 0;
  for (const run of runs) {
    const last = new Map<string, number>();
    let before: number | null = null;
    for (const sample of run) {
      const time = timeOf(sample);
      if (time === null) continue;
      least = Math.min(least, time);
      latest = Math.max(latest, time);
      if (before !== null && time > before) forward++;
      if (before !== null && time < before) backward++;
      before = time;
      if (sample.caseKey === null) continue;
      const earlier = last.get(sample.caseKey);
      if (earlier !== undefined && time > earlier) caseForward++;
      if (earlier !== undefined && time < earlier) caseBackward++;
      last.set(sample.caseKey, time);
    }
  }
  let inPairs = 0;
  for (const [start, end] of pairs) {
    const [from, to] = [timeOf(start), timeOf(end)];
    if (from !== null && to !== null && from > to) inPairs++;
  }
  // A file may be written newest first.
  return {
    inFile: Math.min(forward, backward),
    inCases: Math.min(caseForward, caseBackward),
    inPairs,
    spanDays: latest > least ? (latest - least) / 86_400 : 0,
  };
}
