import { spanOfCase, type EventLog } from "@longhaul/event-log";

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** A day on which so much of the mean day's work of the whole log is done is a working day. */
const WORKING_DAY_SHARE = 0.1;

/** The day of the week (UTC) of a time, from Thursday: 1 January 1970 was one. */
export const weekdayFromThursday = (ms: number): number =>
  ((Math.floor(ms / DAY_MS) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS;

/** By weekday from Thursday: whether the log's work is done on it. */
export function findWorkingDays(log: EventLog): boolean[] {
  const counts = new Float64Array(WEEK_DAYS);
  for (const ms of log.endMs) {
    const day = weekdayFromThursday(ms);
    counts[day] = (counts[day] ?? 0) + 1;
  }
  return Array.from(counts, (count) => count >= (WORKING_DAY_SHARE * log.eventCount) / WEEK_DAYS);
}

/** Values of cases less the seconds from begin to end of the case on days on which nothing is done; null where work is done every day. */
export function withoutIdleDays(log: EventLog, seconds: Float64Array): Float64Array | null {
  const isWorking = findWorkingDays(log);
  const idleDays = isWorking.filter((isOne) => !isOne).length;
  if (idleDays === 0) return null;
  const idleMsBefore = (ms: number): number => {
    const day = Math.floor(ms / DAY_MS);
    const week = Math.floor(day / WEEK_DAYS);
    const inWeek = isWorking.slice(0, day - week * WEEK_DAYS).filter((isOne) => !isOne).length;
    const today = isWorking[day - week * WEEK_DAYS] === true ? 0 : ms - day * DAY_MS;
    return (week * idleDays + inWeek) * DAY_MS + today;
  };
  return seconds.map((value, owner) => {
    const { firstMs, lastMs } = spanOfCase(log, owner);
    return value - (idleMsBefore(lastMs) - idleMsBefore(firstMs)) / 1000;
  });
}
