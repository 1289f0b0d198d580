import { clockOfText } from "../time/clock-column.ts";
import { clockFormat } from "../time/detect-time-format.ts";
import { usualRule } from "../time/read-time.ts";
import type { DetectedTimeFormat, TimeFormat } from "../time/time-format.ts";
import { textTimeExpression, typedPairExpression, typedTimeExpression } from "../time/time-expression.ts";
import { createTimeReader, type TimeReader } from "../time/time-reader.ts";
import type { TimeZone } from "../time/time-zone.ts";
import type { DetectedColumns, TimeRole } from "./detect-columns.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import { isMissingWord, isMissingWordSql } from "../text/missing-words.ts";
import { LONGEST_NIGHT_HOURS, type Overnight } from "./shared-day.ts";
import type { StagedLog } from "../staging/staged-log.ts";
import { textSql } from "../staging/staged-text.ts";

export interface TimeColumns {
  /** SQL that reads a column as UTC TIMESTAMP, for a role with its time of day where it has a column for that. */
  readonly sqlOf: (index: number, role?: TimeRole) => string;
  /** SQL of the nanoseconds below the microsecond of a column; null where its values have none. */
  readonly nanosSqlOf: (index: number) => string | null;
  /** The time-of-day columns, and whether a text is a valid or an empty time of day. */
  readonly clocks: Partial<Record<TimeRole, { readonly index: number; readonly reads: (text: string) => boolean }>>;
  /** SQL that is true for a row whose end is before its start by the clock; null where the two have no day in common. */
  readonly nightSql: string | null;
}

/** Least share of a column's sample that a given format must read to be taken for a start column too. */
const LEAST_SHARE_OF_GIVEN = 0.5;

/** Makes the columns of a log readable as times: each has a function of its own that knows its format. */
export function readTimeColumns(
  session: DuckDbSession,
  log: StagedLog,
  formats: readonly (TimeFormat | null)[],
  { clocks, roles, overnight }: Pick<DetectedColumns, "clocks" | "roles" | "overnight">,
  zone: TimeZone,
): TimeColumns {
  const readers = new Map<string, TimeReader>();
  const registered = new Set<string>();
  const readerOf = (index: number, clock?: number): TimeReader => {
    const key = `${index} ${clock ?? ""}`;
    const form = formats[clock ?? -1]?.clockForm;
    const known = readers.get(key) ?? createTimeReader(formats[index] ?? plainFormat, zone, form);
    readers.set(key, known);
    return known;
  };
  const call = (
    name: string,
    parameters: number,
    run: (first: string, second: string | null) => bigint | null,
  ): string => {
    if (!registered.has(name)) session.register({ name, parameters, run });
    registered.add(name);
    return name;
  };
  /** SQL of a day with a time of day. */
  const pairSql = (index: number, clockIndex: number): string | null => {
    const [column, clock] = [log.columns[index], log.columns[clockIndex]];
    if (column === undefined || clock === undefined) return null;
    const typed = typedPairExpression(column, clock, zone);
    if (typed !== null) return typed;
    const name = call(`lh_moment_${index}_${clockIndex}`, 2, (day, time) =>
      readerOf(index, clockIndex).micros(day, time),
    );
    return `make_timestamp(${name}(${textSql(column)}, ${textSql(clock)}))`;
  };
  const span = sharedSpan(log, { clocks, roles }, pairSql, overnight ?? null);
  const readsClock = (index: number) => (text: string) =>
    text.trim() === "" || isMissingWord(text) || clockOfText(text, formats[index]?.clockForm) !== null;
  return {
    clocks: Object.fromEntries(
      Object.entries(clocks).map(([role, index]) => [role, { index, reads: readsClock(index) }] as const),
    ),
    nightSql: span?.nightSql ?? null,
    sqlOf(index, role) {
      const column = log.columns[index];
      if (column === undefined) return "NULL::TIMESTAMP";
      const known = role ?? (["timestamp", "startTimestamp"] as const).find((name) => roles[name] === index);
      const clock = known === undefined || roles[known] !== index ? undefined : clocks[known];
      if (known !== undefined && span !== null && clock !== undefined) return span[known];
      const pair = clock === undefined ? null : pairSql(index, clock);
      if (pair !== null) return pair;
      const text = textSql(column);
      const typed = column.type === "VARCHAR" ? null : typedTimeExpression(column.sql, column.type, zone);
      if (typed !== null) return typed;
      const name = call(`lh_time_${index}`, 1, (value) => readerOf(index).micros(value));
      return textTimeExpression({ text, slow: `${name}(${text})` }, formats[index]?.fast ?? null, zone);
    },
    nanosSqlOf(index) {
      const column = log.columns[index];
      if (column?.type === "TIMESTAMP_NS") return `epoch_ns(${column.sql}) % 1000`;
      if (column === undefined || formats[index]?.hasNanos !== true) return null;
      const name = call(`lh_nanos_${index}`, 1, (value) => BigInt(readerOf(index).nanos(value)));
      return `${name}(${textSql(column)})`;
    },
  };
}

/** SQL of the start and the end of events that have one day for both; null where they haven't. */
function sharedSpan(
  log: StagedLog,
  { clocks, roles }: Pick<DetectedColumns, "clocks" | "roles">,
  pairSql: (index: number, clock: number) => string | null,
  overnight: Overnight,
): (Record<TimeRole, string> & { readonly nightSql: string }) | null {
  const day = roles.timestamp;
  if (day === undefined || day !== roles.startTimestamp) return null;
  const [start, end] = [log.columns[clocks.startTimestamp ?? -1], log.columns[clocks.timestamp ?? -1]];
  const [from, to] = [pairSql(day, clocks.startTimestamp ?? -1), pairSql(day, clocks.timestamp ?? -1)];
  if (start === undefined || end === undefined || from === null || to === null) return null;
  const nightSql = `(NOT ${isBlankSql(start)} AND NOT ${isBlankSql(end)} AND ${to} < ${from})`;
  const isNight = `${nightSql} AND ${from} - ${to} >= INTERVAL ${24 - LONGEST_NIGHT_HOURS} HOUR`;
  const shift = (sql: string, days: string): string => `CASE WHEN ${isNight} THEN ${sql} ${days} ELSE ${sql} END`;
  const started = overnight === "start is of the day before" ? shift(from, "- INTERVAL 1 DAY") : from;
  const ended = overnight === "end is of the next day" ? shift(to, "+ INTERVAL 1 DAY") : to;
  return {
    nightSql,
    startTimestamp: `CASE WHEN NOT ${isBlankSql(start)} THEN ${started} END`,
    // An event of which only the start is known is at its start, not at midnight.
    timestamp: `CASE WHEN ${isBlankSql(end)} THEN ${from} ELSE ${ended} END`,
  };
}

const isBlankSql = ({ sql, type }: StagedLog["columns"][number]): string =>
  type === "VARCHAR" ? `(${sql} IS NULL OR trim(${sql}) = '' OR ${isMissingWordSql(sql)})` : `(${sql} IS NULL)`;

const plainFormat: TimeFormat = {
  rule: usualRule,
  given: null,
  fast: { kind: "iso" },
  described: "ISO 8601",
  hasNanos: false,
};

/**
 * Format of each column that is read as a time: the caller's for the role columns, where it reads them, else the one that
 * its values show.
 */
export function timeFormatsOf(
  log: StagedLog,
  times: readonly (DetectedTimeFormat | null)[],
  values: readonly (readonly string[])[],
  { roles, clocks }: Pick<DetectedColumns, "roles" | "clocks">,
  given: TimeFormat | null,
): readonly (TimeFormat | null)[] {
  const clockColumns = new Set(Object.values(clocks));
  return log.columns.map((_, index) => {
    const clocksOf = (): string[] => (values[index] ?? []).filter((value) => !isMissingWord(value));
    if (clockColumns.has(index)) return clockFormat(usualRule, clocksOf(), true).format;
    const role = (["timestamp", "startTimestamp"] as const satisfies readonly TimeRole[]).find(
      (name) => roles[name] === index,
    );
    const own = times[index]?.format;
    const shared = roles.timestamp === undefined ? undefined : times[roles.timestamp]?.format;
    if (role === undefined) return own ?? null;
    const isTaken =
      given !== null && (role === "timestamp" || readsMost(given, values[index] ?? []) || own === undefined);
    return (isTaken ? given : own) ?? shared ?? plainFormat;
  });
}

function readsMost(given: TimeFormat, values: readonly string[]): boolean {
  const sample = values.slice(0, 200);
  const read = sample.filter((value) => given.given === null || given.given.read(value) !== null).length;
  return read >= sample.length * LEAST_SHARE_OF_GIVEN;
}
