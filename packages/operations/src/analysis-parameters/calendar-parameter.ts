import { readMoment } from "@longhaul/domain";
import Joi from "joi";

export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** When work is done, as a request says it. */
export interface CalendarParameter {
  /** IANA time zone. Default UTC. */
  readonly timezone: string;
  readonly days: readonly (typeof DAYS)[number][];
  /** Times of the wall clock, `HH:MM`; `24:00` is the end of the day. */
  readonly hours: readonly { readonly from: string; readonly to: string }[];
  /** Dates without work. */
  readonly holidays: readonly string[];
}

const timeOfDay = Joi.string()
  .max(5)
  .pattern(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, "a time of day such as 09:00");

/** Schema of `workingCalendar`: every part has a default, Monday to Friday from 09:00 to 17:00 in UTC. */
export const calendarSchema = Joi.object({
  timezone: Joi.string()
    .max(100)
    .default("UTC")
    .custom((name: string, joi) => (isTimeZone(name) ? name : joi.error("timezone"))),
  days: Joi.array()
    .items(Joi.string().valid(...DAYS))
    .max(DAYS.length)
    .unique()
    .min(1)
    .default(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]),
  hours: Joi.array()
    .items(Joi.object({ from: timeOfDay.required(), to: timeOfDay.required() }))
    .min(1)
    .max(12)
    .default([{ from: "09:00", to: "17:00" }])
    .custom((hours: CalendarParameter["hours"], joi) => (isInOrder(hours) ? hours : joi.error("hoursInOrder"))),
  holidays: Joi.array()
    .items(
      Joi.string()
        .max(10)
        .custom((text: string, joi) => (readMoment(text) === null ? joi.error("holiday") : text)),
    )
    .max(2000)
    .default([]),
})
  .description("when work is done: service, waiting, bottlenecks and efficiency are then in working time")
  .messages({
    timezone: "{{#label}} must be an IANA time zone such as Europe/Amsterdam",
    hoursInOrder: "{{#label}} must be in order and must not overlap, each from before to",
    holiday: "{{#label}} must be a date such as 2024-12-25",
  });

/** Minutes from midnight of an `HH:MM`. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function isInOrder(hours: CalendarParameter["hours"]): boolean {
  const minutes = hours.flatMap(({ from, to }) => [minuteOfDay(from), minuteOfDay(to)]);
  return minutes.every(
    (minute, at) => at === 0 || minute > (minutes[at - 1] ?? 0) || (at % 2 === 0 && minute === minutes[at - 1]),
  );
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
