import { spanText } from "@longhaul/domain";
import {
  pairLifecycle,
  toWorkingTime,
  type EventLog,
  type LifecyclePairs,
  type RunOptions,
  type WorkingCalendar,
} from "@longhaul/process-mining";
import { DAYS, minuteOfDay, type CalendarParameter } from "./calendar-parameter.ts";

/** A log and the pieces of work in it, with the times on which performance is measured. */
export interface PreparedWork {
  /** The events as recorded; their times are in working time where a calendar is given. */
  readonly timed: EventLog;
  /** The pieces of work; the same as `timed` where the log doesn't record starts as events of their own. */
  readonly work: EventLog;
  /** The pieces of work with their true dates. */
  readonly dated: EventLog;
  /** How starts and completions were paired; null where there is nothing to pair. */
  readonly pairs: LifecyclePairs | null;
  /** A time in words: in working hours where a calendar is given. */
  readonly inWords: (seconds: number) => string;
}

/** Pairs starts with completions and, where a calendar is given, turns times into working time. */
export async function prepareWork(
  log: EventLog,
  calendar: CalendarParameter | undefined,
  run: RunOptions,
): Promise<PreparedWork> {
  const quiet = { signal: run.signal };
  const paired = await pairLifecycle(log, quiet);
  run.onProgress?.(0.5);
  const dated = paired?.work ?? log;
  const pairs = paired === null ? null : pairsOf(paired);
  if (calendar === undefined) {
    run.onProgress?.(1);
    return { timed: log, work: dated, dated, pairs, inWords: timeInWords(calendar) };
  }
  const hours = toWorkingCalendar(calendar);
  const timed = await toWorkingTime(log, hours, quiet);
  const work = paired === null ? timed : await toWorkingTime(dated, hours, quiet);
  run.onProgress?.(1);
  return { timed, work, dated, pairs, inWords: timeInWords(calendar) };
}

/** How times are put into words: in working hours where a calendar is given. */
export function timeInWords(calendar: CalendarParameter | undefined): (seconds: number) => string {
  return calendar === undefined ? spanText : (seconds) => `${(seconds / 3600).toFixed(1)} working hours`;
}

/** The calendar as the engine wants it. */
export function toWorkingCalendar({ timezone, days, hours, holidays }: CalendarParameter): WorkingCalendar {
  return {
    timezone,
    weekdays: days.map((day) => (DAYS.indexOf(day) + 1) % 7),
    hours: hours.map(({ from, to }) => ({ fromMinute: minuteOfDay(from), toMinute: minuteOfDay(to) })),
    holidays,
  };
}

function pairsOf({ pairs, unpairedStarts, unpairedCompletions }: LifecyclePairs): LifecyclePairs {
  return { pairs, unpairedStarts, unpairedCompletions };
}
