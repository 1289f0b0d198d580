import { isMissingWord } from "../text/missing-words.ts";
import { clockOfText, isEmptyDay, type ClockForm } from "./clock-column.ts";
import { microsOf, momentOf, type Moment } from "./read-time.ts";
import { scanTime } from "./scan-time.ts";
import type { TimeFormat } from "./time-format.ts";
import type { TimeZone } from "./time-zone.ts";

/** Reads the texts of a time column, of every shape that the detector knows. */
export interface TimeReader {
  /** Microseconds since 1970 in UTC; null for a text that is no time. */
  readonly micros: (date: string, clock?: string | null) => bigint | null;
  /** Nanoseconds below the microsecond, 0–999. */
  readonly nanos: (text: string) => number;
}

/** A reader for one column, or for a column of dates and one of clocks. Times without a zone of their own are in `zone`. */
export function createTimeReader({ rule, given }: TimeFormat, zone: TimeZone, clockForm?: ClockForm): TimeReader {
  const momentOfText = (text: string): Moment | null => {
    const scanned = given === null ? scanTime(text) : given.read(text);
    return scanned === null ? null : momentOf(scanned, rule, zone);
  };
  const momentOfPair = (date: string, clock: string): Moment | null => {
    const scanned = given === null ? scanTime(date) : given.read(date);
    const time = clockOfText(clock, clockForm);
    if (scanned === null || time === null || scanned.date === null || isEmptyDay(scanned)) return null;
    if (scanned.date.kind === "count") {
      const day = momentOf(scanned, rule, zone);
      return day === null ? null : { seconds: day.seconds + time.clock.seconds, nanos: time.clock.nanos };
    }
    return momentOf({ ...scanned, clock: time.clock, zone: time.zone ?? scanned.zone }, rule, zone);
  };
  return {
    micros(date, clock) {
      const isAlone = clock === undefined || clock === null || clock.trim() === "" || isMissingWord(clock);
      const moment = isAlone ? momentOfText(date) : momentOfPair(date, clock);
      return moment === null ? null : microsOf(moment);
    },
    nanos: (text) => (momentOfText(text)?.nanos ?? 0) % 1000,
  };
}
