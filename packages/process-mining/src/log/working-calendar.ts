import { createWallClock } from "@longhaul/event-log/columns";
import { DomainError } from "@longhaul/domain";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MAX_DAYS = 200 * 366;

/** When work is done. Times between are no time at work and no waiting either. */
export interface WorkingCalendar {
  /** IANA name of the time zone in which days and hours are meant, such as `Europe/Amsterdam`. */
  readonly timezone: string;
  /** Days of the week on which work is done: 0 = Sunday … 6 = Saturday. */
  readonly weekdays: readonly number[];
  /** Hours of work on such a day, in minutes from its midnight: ascending, without overlap, within 0 to 1,440. */
  readonly hours: readonly { readonly fromMinute: number; readonly toMinute: number }[];
  /** Days on which no work is done, as `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
}

/** Milliseconds of work from some fixed moment to `ms`, a time within the period of the clock. */
export type WorkingClock = (ms: number) => number;

/**
 * A clock that runs while work is done and stands still in between, for times from `fromMs` to `toMs`. It never falls, so
 * it keeps every order, and the difference of two of its times is the working time between them. Changes between summer
 * and winter time count: hours are those of the wall clock in the time zone.
 *
 * Throws a DomainError (`unprocessable`) for a period of more than 200 years, RangeError for an unknown time zone.
 */
export function createWorkingClock(calendar: WorkingCalendar, fromMs: number, toMs: number): WorkingClock {
  if ((toMs - fromMs) / DAY_MS > MAX_DAYS) {
    throw new DomainError(
      "unprocessable",
      "A working calendar needs a log of at most 200 years: correct its times, or choose a timeWindow.",
    );
  }
  const offsetAt = createZoneOffset(calendar.timezone);
  const weekdays = new Set(calendar.weekdays);
  const holidays = new Set(calendar.holidays);
  const opens: number[] = [];
  const closes: number[] = [];
  const workedBefore: number[] = [];
  let worked = 0;
  const firstDay = Math.floor(fromMs / DAY_MS) - 1;
  const lastDay = Math.floor(toMs / DAY_MS) + 1;
  for (let day = firstDay; day <= lastDay; day++) {
    const midnight = day * DAY_MS;
    const date = new Date(midnight);
    if (!weekdays.has(date.getUTCDay()) || holidays.has(date.toISOString().slice(0, 10))) continue;
    for (const { fromMinute, toMinute } of calendar.hours) {
      const open = toUtc(midnight + fromMinute * MINUTE_MS, offsetAt);
      const close = toUtc(midnight + toMinute * MINUTE_MS, offsetAt);
      if (close <= open) continue;
      opens.push(open);
      closes.push(close);
      workedBefore.push(worked);
      worked += close - open;
    }
  }
  return (ms) => {
    let low = 0;
    let high = opens.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((opens[middle] ?? 0) <= ms) low = middle + 1;
      else high = middle;
    }
    const shift = low - 1;
    if (shift < 0) return 0;
    return (workedBefore[shift] ?? 0) + Math.min(ms, closes[shift] ?? 0) - (opens[shift] ?? 0);
  };
}

/** The moment at which a wall clock shows a time, given as if it were UTC. A time that spring skips counts as one hour later. */
function toUtc(wallMs: number, offsetAt: (ms: number) => number): number {
  const guess = wallMs - offsetAt(wallMs);
  return wallMs - offsetAt(guess);
}

/** Milliseconds that the wall clock of a zone is ahead of UTC at a moment. */
function createZoneOffset(timezone: string): (ms: number) => number {
  const clock = createWallClock(timezone);
  return (ms) => clock(ms) - Math.floor(ms / 1000) * 1000;
}
