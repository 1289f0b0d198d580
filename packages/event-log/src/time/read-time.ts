import { daysOfDate, fullYear } from "./calendar.ts";
import type { DateOrder, NumberUnit, ScannedDate, ScannedTime } from "./scanned-time.ts";
import { utc, type TimeZone } from "./time-zone.ts";
import { zoneOffset } from "./zones.ts";

/** How the dates of a column that are three numbers are read, by their shape. */
export interface DateRule {
  /** Year of four figures first. */
  readonly yearFirst: "ymd" | "ydm";
  /** Year of four figures last. */
  readonly yearLast: "dmy" | "mdy";
  /** The same with dots between, which other programs write than those that write strokes. */
  readonly dotted: "dmy" | "mdy";
  /** Year of two figures. */
  readonly short: DateOrder;
}

export const usualRule: DateRule = { yearFirst: "ymd", yearLast: "dmy", dotted: "dmy", short: "dmy" };

/** Which part of a rule a date of three numbers is read by. */
export const shapeOfDate = (date: Extract<ScannedDate, { kind: "numbers" }>): keyof DateRule =>
  date.yearDigits === 2 ? "short" : date.isYearFirst ? "yearFirst" : date.separator === "." ? "dotted" : "yearLast";

/** Seconds since 1970 in UTC, and the nanoseconds behind them. */
export interface Moment {
  readonly seconds: number;
  readonly nanos: number;
}

const DAY = 86_400;
/** Days from 1899-12-30, Excel's day 0, to 1970-01-01. */
const EXCEL_EPOCH_DAYS = 25_569;

/** Figures of a unit in a second as a power of ten, and seconds from its epoch to 1970. */
const UNITS: Readonly<Record<Exclude<NumberUnit, "excel">, readonly [power: number, epochSeconds: number]>> = {
  seconds: [0, 0],
  milliseconds: [3, 0],
  microseconds: [6, 0],
  nanoseconds: [9, 0],
  ticks: [7, 62_135_596_800],
  filetime: [7, 11_644_473_600],
  webkit: [6, 11_644_473_600],
};

/** The moment that a scanned text means; null for a day that isn't in the calendar, or without a date. */
export function momentOf(scanned: ScannedTime, rule: DateRule, zone: TimeZone = utc): Moment | null {
  const { date, clock } = scanned;
  if (date === null) return null;
  if (date.kind === "count") return momentOfCount(date.digits, date.unit, zone);
  const days = daysOf(date, rule);
  if (days === null) return null;
  const local = days * DAY + (clock?.seconds ?? 0);
  return { seconds: local - offsetSeconds(scanned, zone, local), nanos: clock?.nanos ?? 0 };
}

function offsetSeconds({ zone: mark }: ScannedTime, zone: TimeZone, local: number): number {
  if (typeof mark === "number") return Math.round(mark * 60);
  if (typeof mark === "string") return zoneOffset(mark, local);
  if (zone.kind === "fixed") return zone.minutes * 60;
  return zoneOffset(zone.name, local);
}

/** Days since 1970 of a date; null where the order makes it none. */
export function daysOf(date: Exclude<ScannedDate, { kind: "count" }>, rule: DateRule): number | null {
  if (date.kind === "days") return date.days;
  const { a, b, c, yearDigits } = date;
  return daysInOrder(a, b, c, rule[shapeOfDate(date)], yearDigits);
}

export function daysInOrder(a: number, b: number, c: number, order: DateOrder, yearDigits: 2 | 4): number | null {
  const year = (figures: number): number => (yearDigits === 2 ? fullYear(figures) : figures);
  switch (order) {
    case "ymd":
      return daysOfDate(year(a), b, c);
    case "ydm":
      return daysOfDate(year(a), c, b);
    case "dmy":
      return daysOfDate(year(c), b, a);
    case "mdy":
      return daysOfDate(year(c), a, b);
  }
}

function momentOfCount(text: string, unit: NumberUnit, zone: TimeZone): Moment {
  if (unit === "excel") {
    // A day's share in ten figures is a few microseconds off.
    const exact = Math.round((Number(text.replace(",", ".")) - EXCEL_EPOCH_DAYS) * DAY * 1000) / 1000;
    // Few figures say no more than the whole second that they stand for.
    const figures = /[.,](\d+)$/.exec(text)?.[1]?.length ?? 0;
    const isWhole = Math.abs(exact - Math.round(exact)) <= (DAY / 2) * 10 ** -figures;
    const local = isWhole && figures > 4 ? Math.round(exact) : exact;
    const whole = Math.floor(local);
    const offset = zone.kind === "fixed" ? zone.minutes * 60 : zoneOffset(zone.name, whole);
    return { seconds: whole - offset, nanos: Math.round((local - whole) * 1e3) * 1_000_000 };
  }
  const [power, epoch] = UNITS[unit];
  const [whole = "0", fraction = ""] = text.split(/[.,]/);
  const seconds = Number(whole.slice(0, whole.length - power));
  const rest = `${whole.slice(whole.length - power)}${fraction}`.slice(0, 9).padEnd(9, "0");
  return { seconds: seconds - epoch, nanos: Number(rest) };
}

/** Microseconds since 1970, rounded down, and the nanoseconds behind them. */
export const microsOf = ({ seconds, nanos }: Moment): bigint =>
  BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nanos / 1000));
