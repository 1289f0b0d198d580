import { Cron } from "croner";

/** Most characters of a cron expression. */
export const MAX_CRON_LENGTH = 200;

/** When something comes again, by the clock on the wall. */
export interface CronExpression {
  /** Whether it names its times of day: neither its minute nor its hour field has a `*`. */
  readonly isFixed: boolean;
  /** The first time after another. Both are wall-clock times, written as if the wall were in UTC; null when there is none. */
  next(wallMs: number): number | null;
}

/** Far enough for a 29 February on one weekday. */
const SEARCH_FROM = Date.UTC(2024, 0, 1);

/**
 * Reads a cron expression of five fields (minute, hour, day of month, month, day of week; names of months and days, lists,
 * ranges, steps, `L`, `W`, `#`; `@daily` and the like). Where both days are given, either will do.
 * @returns what it means, or what is wrong with it
 */
export function parseCron(text: string): CronExpression | { readonly fault: string } {
  if (text.length > MAX_CRON_LENGTH) return { fault: `has more than ${MAX_CRON_LENGTH} characters` };
  let cron: Cron;
  try {
    cron = new Cron(text.trim(), { timezone: "UTC", mode: "5-part", paused: true });
    if (cron.nextRun(new Date(SEARCH_FROM)) === null) return { fault: "names a day that never comes" };
  } catch (err) {
    const why = err instanceof Error ? err.message.replace(/^\w+: /, "") : "";
    return {
      fault: `is no cron expression of five fields (minute, hour, day of month, month, day of week), such as "0 6 1 * *": ${why}`,
    };
  }
  const [minute = "", hour = ""] = (cron.getPattern() ?? "").split(/\s+/);
  return {
    isFixed: !/[*?]/.test(minute + hour),
    next: (wallMs) => cron.nextRun(new Date(wallMs))?.getTime() ?? null,
  };
}
