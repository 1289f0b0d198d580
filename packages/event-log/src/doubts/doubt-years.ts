import type { Doubt } from "../terms/doubt.ts";

/** Years in which logs are kept; later ones are plans, or mistakes that other doubts report. */
const USUAL = [1800, 2200] as const;
/** Calendars that are in use, by how far their years are ahead of Gregorian ones. */
const CALENDARS = [
  { from: 2400, to: 2700, name: "Buddhist", remedy: "subtract 543 from each year" },
  { from: 1300, to: 1500, name: "Persian or Islamic", remedy: "convert each date" },
  { from: 50, to: 200, name: "Minguo", remedy: "add 1911 to each year" },
] as const;
/** Before these years few programs counted time since 1970. */
const FIRST_COUNTED = 2000;
/** With which programs begin to count, so that times of day and lengths of time without a day lie in them. */
const EPOCHS = [1899, 1900, 1904, 1970];
const POINTS = { calendar: 40, count: 10, epoch: 5 } as const;

/**
 * Times all of which lie where no log is kept: years of another calendar or to come, or, where they are counts, time that was
 * counted from another day than the first of 1970.
 */
export function doubtYears(
  column: string,
  { timeStart, timeEnd }: { readonly timeStart: string | null; readonly timeEnd: string | null },
  isCount: boolean,
  thisYear = new Date().getUTCFullYear(),
): Doubt[] {
  if (timeStart === null || timeEnd === null) return [];
  const [first, last] = [yearOf(timeStart), yearOf(timeEnd)];
  const doubt = (detail: string, points: number): Doubt[] => [{ kind: "UnusualYears", column, detail, points }];
  if (first > USUAL[1] || last < USUAL[0]) {
    const calendar = CALENDARS.find(({ from, to }) => first >= from && last <= to);
    const why =
      calendar === undefined
        ? "Correct the source, or give timestampFormat in the mapping if they are read wrongly."
        : `They look like years of the ${calendar.name} calendar, and were read as Gregorian ones: export Gregorian dates, or ${calendar.remedy}.`;
    return doubt(`All times lie in ${yearsText(first, last)}. ${why}`, POINTS.calendar);
  }
  if (first > thisYear + 1)
    return doubt(
      `All times lie in ${yearsText(first, last)}, which ${first === last ? "hasn't" : "haven't"} come yet: they may be read wrongly, such as ${isCount ? "numbers that count from another day than the first of 1970" : "years of another calendar"}. Correct the source, or give timestampFormat in the mapping.`,
      POINTS.count,
    );
  if (isCount && last < FIRST_COUNTED)
    return doubt(
      `The times are numbers, read as time since 1970, which gives ${yearsText(first, last)}. Some programs count from another day, such as the first of 2001 (Apple) or of 1980 (GPS): export them as dates if so.`,
      POINTS.count,
    );
  if (EPOCHS.includes(first) && EPOCHS.includes(last) && last - first <= 1)
    return doubt(
      `All times lie in ${yearsText(first, last)}, with which programs begin to count: they may be times of day or lengths of time, whose day isn't known. Durations are right if so, weekdays and dates aren't; add the day, or export the times as dates.`,
      POINTS.epoch,
    );
  return [];
}

const yearsText = (first: number, last: number): string =>
  first === last ? `the year ${first}` : `the years ${first} to ${last}`;

/** The year of a time that `strftime` wrote. */
const yearOf = (time: string): number => Number.parseInt(time, 10);
