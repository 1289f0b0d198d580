/** Days from 1970-01-01 to a day of the proleptic Gregorian calendar; null for a day that isn't in it. */
export function daysOfDate(year: number, month: number, day: number): number | null {
  const isDay = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isDay ? daysFromEpoch(year, month, day) : null;
}

/**
 * The same for a day that is known to be one. Source: Hinnant, chrono-Compatible Low-Level Date Algorithms (2013); the year
 * begins in March, so that the leap day is its last.
 */
export function daysFromEpoch(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** A year of two figures, as POSIX reads it: 69–99 are 1969–1999, 00–68 are 2000–2068. */
export const fullYear = (figures: number): number => figures + (figures < 69 ? 2000 : 1900);

/** The days of an ISO 8601 week date; null for a week that the year doesn't have. */
export function daysOfWeekDate(year: number, week: number, weekday: number): number | null {
  const fourth = daysOfDate(year, 1, 4);
  if (fourth === null || week < 1 || week > 53 || weekday < 1 || weekday > 7) return null;
  // 1970-01-01 was a Thursday; the week that has 4 January is the first.
  const monday = fourth - ((((fourth + 3) % 7) + 7) % 7);
  return monday + (week - 1) * 7 + weekday - 1;
}

/** The days of an ISO 8601 ordinal date. */
export function daysOfOrdinalDate(year: number, dayOfYear: number): number | null {
  const first = daysOfDate(year, 1, 1);
  if (first === null || dayOfYear < 1 || dayOfYear > (daysInMonth(year, 2) === 29 ? 366 : 365)) return null;
  return first + dayOfYear - 1;
}
