import { areHours, canBeClocks, shareOfLongSpans } from "../time/clock-column.ts";
import { clockFormat } from "../time/detect-time-format.ts";
import { usualRule } from "../time/read-time.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import { namesClock, namesDuration, namesHour, namesMeasure } from "./clock-names.ts";
import { stemOfClock, stemOfDay } from "./pair-date-and-clock.ts";
import { spanName } from "../text/span-words.ts";

interface NamedColumn {
  readonly name: string;
  readonly time: DetectedTimeFormat | null;
  readonly values: readonly string[];
}

/** Share of values with more hours than a day of which more make a column one of durations, by whether it is named a clock. */
const MOST_LONG = { named: 0.05, unnamed: 0.01 } as const;

/**
 * Decides which columns are times of day, by their names where values are ambiguous. Beside a column of days, `08.15.10` and `805`
 * are times of day if the column's name says so, and `00:45` isn't one in a column of durations. Returns each column's time format.
 */
export function settleClocks(columns: readonly NamedColumn[]): (DetectedTimeFormat | null)[] {
  const candidates = columns.map((column) => isNamedClock(column));
  const isFine = ({ time, values }: NamedColumn, index: number): boolean =>
    time?.kind === "clock" || (candidates[index] === true && !areHours(values));
  // An hour alone is only another way of saying what a column of whole clocks says.
  const hasFine = columns.some((column, index) => isFine(column, index) && namesDuration(column.name) === null);
  const named = columns.map((column, index) => candidates[index] === true && (!hasFine || isFine(column, index)));
  const days = columns.filter(({ time }, index) => time?.kind === "date" && named[index] !== true);
  const stems = new Set(days.flatMap(({ name }) => stemOfDay(name) ?? []));
  return columns.map((column, index) => {
    const { time, values } = column;
    if (time?.kind === "clock") return isDuration(column, stems) ? null : time;
    return named[index] === true && days.length > 0 ? clockFormat(usualRule, values, true) : time;
  });
}

/** Whether a column that may hold something else is one of clocks by its name and by what it holds. */
function isNamedClock({ name, time, values }: NamedColumn): boolean {
  if (time?.kind === "clock" || time?.kind === "moment" || namesDuration(name) !== null) return false;
  const isSure = namesClock(name);
  if (!isSure && (spanName(name) === null || namesMeasure(name))) return false;
  return canBeClocks(values, { isSure, isHour: namesHour(name) });
}

function isDuration({ name, values }: NamedColumn, stems: ReadonlySet<string>): boolean {
  if (spanName(name) !== null && namesMeasure(name)) return true;
  const sure = namesDuration(name);
  if (sure !== null) return sure === "sure" || !stems.has(stemOfClock(name) ?? "");
  return shareOfLongSpans(values) > MOST_LONG[namesClock(name) ? "named" : "unnamed"];
}
