import { namesClock, namesDuration, namesHour } from "../columns/clock-names.ts";
import { clocksOfNoEvent } from "../columns/event-clocks.ts";
import { namesPlan } from "../roles/name-fit.ts";
import type { ColumnProfile } from "../columns/column-profile.ts";
import type { DetectedColumns } from "../columns/detect-columns.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { TimeColumns } from "../columns/read-time-columns.ts";
import type { ColumnMapping } from "../terms/import-result.ts";
import { isMissingWord } from "../text/missing-words.ts";
import { stemOfClock, stemOfDay } from "../columns/pair-date-and-clock.ts";
import type { Overnight } from "../columns/shared-day.ts";
import { spanName } from "../text/span-words.ts";
import type { StagedLog } from "../staging/staged-log.ts";

/** Points off: events without their clocks are all at midnight, which is worse than what is read in the likeliest way. */
const POINTS = { unused: 10, guessed: 2, overnight: 2, blank: 3 } as const;
/** Share of the rows that a column of clocks fills. */
const LEAST_FILLED = 0.5;
/** The least share of days without a time of day for a doubt. */
const LEAST_BLANK = 0.05;
/** Longer texts are no times of day. */
const MOST_CHARACTERS = 20;

/** Clocks that were taken by their values alone, which spans of time may have too. */
export function doubtGuessedClocks(
  columns: readonly ColumnProfile[],
  { roles, clocks }: Pick<DetectedColumns, "roles" | "clocks">,
  given: ColumnMapping,
): Doubt[] {
  return (["timestamp", "startTimestamp"] as const).flatMap((role) => {
    const [day, clock] = [columns[roles[role] ?? -1]?.name, columns[clocks[role] ?? -1]?.name];
    if (day === undefined || clock === undefined || [given[role] ?? []].flat().length > 1) return [];
    const isNamed =
      namesClock(clock) || namesHour(clock) || spanName(clock) !== null || stemOfClock(clock) === stemOfDay(day);
    if (isNamed) return [];
    return [
      {
        kind: "RoleUncertain" as const,
        column: clock,
        detail: `"${clock}" was taken as the time of day of "${day}" by its values. Name columns of days and clocks in the mapping if it is a duration or another time, for example {"${role}": ${JSON.stringify([day, "<column>"])}}, or leave "${clock}" out of the file.`,
        points: POINTS.guessed,
      },
    ];
  });
}

/** Starts that are taken for the times of events, beside durations from which the ends would follow. */
export function doubtDurations(
  columns: readonly ColumnProfile[],
  { roles }: Pick<DetectedColumns, "roles">,
  given: ColumnMapping,
): Doubt[] {
  const time = columns[roles.timestamp ?? -1]?.name ?? "";
  const isStart =
    spanName(time)?.side === "start" && roles.startTimestamp === undefined && given.timestamp === undefined;
  const duration = columns.find(
    ({ name }, index) => !Object.values(roles).includes(index) && namesDuration(name) !== null,
  );
  if (!isStart || duration === undefined) return [];
  return [
    {
      kind: "RoleUncertain",
      column: time,
      detail: `"${time}" was taken as the time at which events end, as no column has that; "${duration.name}" wasn't added to it. Add a column with start and duration together, and name both as startTimestamp and timestamp, where it matters how long steps take.`,
      points: POINTS.guessed,
    },
  ];
}

/** Times of one end of a span with their days, beside the clocks alone of its other end, which can't be read. */
export function doubtOtherEnds(
  columns: readonly ColumnProfile[],
  { roles, clocks }: Pick<DetectedColumns, "roles" | "clocks">,
  given: ColumnMapping,
): Doubt[] {
  const column = columns[roles.timestamp ?? -1];
  const span = spanName(column?.name ?? "");
  if (column?.time?.kind !== "moment" || span === null || roles.startTimestamp !== undefined) return [];
  if (given.timestamp !== undefined || clocks.timestamp !== undefined) return [];
  const other = columns.find(({ name, time }) => {
    const end = time?.kind === "clock" && !namesPlan(name) && namesDuration(name) === null ? spanName(name) : null;
    return end !== null && end.side !== span.side && (end.rest === "" || end.rest === span.rest);
  });
  if (other === undefined) return [];
  const isStart = span.side === "start";
  return [
    {
      kind: "RoleUncertain",
      column: other.name,
      detail: `"${other.name}" holds times of day without their days, and was not used: events are at "${column.name}"${isStart ? ", where they start" : ", and their starts are not known"}. Export "${other.name}" with its day.`,
      points: isStart ? POINTS.unused : POINTS.guessed,
    },
  ];
}

/** A column that seems to hold the time of day and isn't used, though the times of the log are days. */
export function doubtUnusedClocks(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  { roles, clocks }: Pick<DetectedColumns, "roles" | "clocks">,
): Doubt[] {
  const day = columns[roles.timestamp ?? -1];
  if (day?.time?.kind !== "date" || clocks.timestamp !== undefined) return [];
  const taken = new Set(Object.values(roles));
  // A length or a score, by what it holds, is hardly what is missing where no name says so.
  const strange = clocksOfNoEvent(columns, rows, { caseId: roles.caseId, day: roles.timestamp });
  const unused = columns.flatMap((column, index) => {
    if (taken.has(index) || !maybeClock(column) || !isFilled(rows, index)) return [];
    const isNamed = namesClock(column.name) || spanName(column.name) !== null;
    return [{ name: column.name, points: isNamed || !strange.has(index) ? POINTS.unused : POINTS.guessed }];
  });
  return unused
    .toSorted((a, b) => b.points - a.points)
    .map(({ name, points }, at) => ({
      kind: "RoleUncertain" as const,
      column: name,
      detail: `"${name}" seems to hold the time of day of "${day.name}", but was not used, so that events are at midnight. Give timestamp: ${JSON.stringify([day.name, name])} in the mapping if it is that.`,
      // However many such columns there are, only one can be that.
      points: at === 0 ? points : 0,
    }));
}

function maybeClock({ name, time }: ColumnProfile): boolean {
  if (namesPlan(name) || namesDuration(name) !== null || time?.kind === "moment") return false;
  return time?.kind === "clock" || namesClock(name);
}

function isFilled(rows: readonly (readonly (string | null)[])[], index: number): boolean {
  const like = rows.filter((row) => {
    const value = row[index]?.trim() ?? "";
    return /^\D*\d/u.test(value) && value.length <= MOST_CHARACTERS;
  });
  return rows.length > 0 && like.length >= rows.length * LEAST_FILLED;
}

/** Days without a time of day among others that have one: their events are at midnight, before all others of the day. */
export function doubtBlankClocks(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  { roles, clocks }: Pick<DetectedColumns, "roles" | "clocks">,
): Doubt[] {
  const [day, clock] = [roles.timestamp, clocks.timestamp];
  // An event of one day for both ends is at its start where its end is missing.
  if (day === undefined || clock === undefined || day === roles.startTimestamp) return [];
  const isBlank = (value: string | null | undefined): boolean => (value ?? "") === "" || isMissingWord(value ?? "");
  const days = rows.filter((row) => !isBlank(row[day]));
  const count = days.filter((row) => isBlank(row[clock])).length;
  if (count === 0 || count < days.length * LEAST_BLANK) return [];
  const name = columns[clock]?.name ?? "";
  return [
    {
      kind: "RoleUncertain",
      column: name,
      detail: `"${name}" is empty in ${count} of the ${days.length} rows looked at; their events are at midnight, before all others of their day. Export the time of day of each event where their order matters.`,
      count,
      points: POINTS.blank,
    },
  ];
}

/** Rows whose start and end have one day, and whose end is before their start by the clock. */
export async function doubtNights(
  session: DuckDbSession,
  log: StagedLog,
  column: string,
  { nightSql }: TimeColumns,
  overnight: Overnight | undefined,
): Promise<Doubt[]> {
  if (nightSql === null) return [];
  const [[found] = []] = await session.query(`SELECT count(*) FILTER (${nightSql}) FROM ${log.relation}`);
  const count = Number(found);
  if (count === 0) return [];
  const taken =
    overnight === "start is of the day before"
      ? "its start was taken as of the day before"
      : overnight === "end is of the next day"
        ? "its end was taken as of the next day, unless it would last most of a day"
        : "it was left so, as neither its end on the next day nor its start on the day before fits the other events";
  return [
    {
      kind: "StartAfterEnd",
      column,
      detail: `In ${count} ${count === 1 ? "row" : "rows"} the end is before the start by the clock: ${taken}. Export start and end with days of their own if that is wrong.`,
      count,
      points: POINTS.overnight,
    },
  ];
}
