import type { DetectedTimeFormat, TimeFormat } from "../time/time-format.ts";
import { textTimeExpression, typedPairExpression, typedTimeExpression } from "../time/time-expression.ts";
import { createTimeReader, type TimeReader } from "../time/time-reader.ts";
import { usualRule } from "../time/read-time.ts";
import type { TimeZone } from "../time/time-zone.ts";
import type { DetectedColumns, TimeRole } from "./detect-columns.ts";
import type { DuckDbSession } from "./duckdb-session.ts";
import type { StagedLog } from "./staged-log.ts";
import { textSql } from "./staged-text.ts";

export interface TimeColumns {
  /** SQL that reads a column as UTC TIMESTAMP, with its time of day where it has a column for that. */
  readonly sqlOf: (index: number) => string;
  /** SQL of the nanoseconds below the microsecond of a column; null where its values have none. */
  readonly nanosSqlOf: (index: number) => string | null;
}

/** Least share of a column's sample that a given format must read to be taken for a start column too. */
const LEAST_SHARE_OF_GIVEN = 0.5;

/** Makes the columns of a log readable as times: each has a function of its own that knows its format. */
export function readTimeColumns(
  session: DuckDbSession,
  log: StagedLog,
  formats: readonly (TimeFormat | null)[],
  clocks: DetectedColumns["clocks"],
  roles: DetectedColumns["roles"],
  zone: TimeZone,
): TimeColumns {
  const clockOf = (index: number): number | undefined => {
    const role = (["timestamp", "startTimestamp"] as const).find((name) => roles[name] === index);
    return role === undefined ? undefined : clocks[role];
  };
  const readers = new Map<number, TimeReader>();
  const registered = new Set<string>();
  const readerOf = (index: number): TimeReader => {
    const figures = formats[clockOf(index) ?? -1]?.clockFigures;
    const known = readers.get(index) ?? createTimeReader(formats[index] ?? plainFormat, zone, figures);
    readers.set(index, known);
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
  return {
    sqlOf(index) {
      const column = log.columns[index];
      if (column === undefined) return "NULL::TIMESTAMP";
      const text = textSql(column);
      const clock = log.columns[clockOf(index) ?? -1];
      if (clock !== undefined) {
        const typed = typedPairExpression(column, clock, zone);
        if (typed !== null) return typed;
        const name = call(`lh_moment_${index}`, 2, (day, time) => readerOf(index).micros(day, time));
        return `make_timestamp(${name}(${text}, ${textSql(clock)}))`;
      }
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
  roles: DetectedColumns["roles"],
  given: TimeFormat | null,
): readonly (TimeFormat | null)[] {
  return log.columns.map((_, index) => {
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
