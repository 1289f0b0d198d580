import { spanText } from "@longhaul/domain";
import type { EventLog, RunOptions } from "@longhaul/event-log";
import { toWorkingTime, type WorkingCalendar } from "@longhaul/process-mining";
import { DAYS, minuteOfDay, type CalendarParameter } from "../analysis-parameters/calendar-parameter.ts";

/** A log with the times on which performance is measured. */
export interface PreparedWork {
  /** In working time where a calendar is given: its times are no dates then. */
  readonly timed: EventLog;
  /** A time in words: in working hours where a calendar is given. */
  readonly inWords: (seconds: number) => string;
}

/** Turns times into working time where a calendar is given. */
export async function prepareWork(
  log: EventLog,
  calendar: CalendarParameter | undefined,
  run: RunOptions,
): Promise<PreparedWork> {
  const timed = calendar === undefined ? log : await toWorkingTime(log, toWorkingCalendar(calendar), run);
  run.onProgress?.(1);
  return { timed, inWords: timeInWords(calendar) };
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
