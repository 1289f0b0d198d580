import { sqlText } from "../text/sql-text.ts";
import type { FastRead } from "./time-format.ts";
import { utc, type TimeZone } from "./time-zone.ts";

/** A column and the SQL that the time reader's function for it is called by. */
export interface TimeText {
  /** SQL of the column's text. */
  readonly text: string;
  /** SQL that calls the reader: microseconds since 1970, NULL for no time. */
  readonly slow: string;
}

const offsetAtEnd = String.raw`(?i)(?::\d\d(?:[.,]\d+)?|\d)\s*(?:am|pm)?\s*(?:z|utc|gmt|[+-]\d\d(?::?\d\d)?)\s*$`;
/** SQL of a moment's time in UTC. DuckDB's AT TIME ZONE asks the time zones' library, which takes five times as long. */
const inUtc = (moment: string): string => `make_timestamp(epoch_us(${moment}))`;

/**
 * SQL that reads a text column as UTC TIMESTAMP, NULL where it can't: what DuckDB reads by itself first, since that is fast,
 * all else by the reader. Times with an offset are converted by it, others are taken to be in `zone`.
 */
export function textTimeExpression({ text, slow }: TimeText, fast: FastRead | null, zone: TimeZone): string {
  const careful = `make_timestamp(${slow})`;
  if (fast === null) return careful;
  return `COALESCE(${fast.kind === "iso" ? isoExpression(text, zone) : strptimeExpression(text, fast.patterns, zone)}, ${careful})`;
}

function isoExpression(text: string, zone: TimeZone): string {
  // Years of two figures, and words such as "epoch" and "infinity", are times to DuckDB too.
  const read = inUtc(`CASE WHEN ${text} LIKE '____-__-__%' THEN TRY_CAST(${text} AS TIMESTAMPTZ) END`);
  if (zone === utc) return read;
  return `(CASE WHEN regexp_matches(${text}, ${sqlText(offsetAtEnd)}) THEN ${read} ELSE ${inZone(read, zone)} END)`;
}

function strptimeExpression(text: string, patterns: readonly string[], zone: TimeZone): string {
  const offsets = patterns.filter((pattern) => pattern.includes("%z"));
  const literals = patterns.filter((pattern) => /(?:Z|z|UTC|GMT)$/.test(pattern) && !pattern.includes("%z"));
  const naive = patterns.filter((pattern) => !offsets.includes(pattern) && !literals.includes(pattern));
  const read = (some: readonly string[]): string => `try_strptime(${text}, [${some.map(sqlText).join(", ")}])`;
  // A year of four figures may have two in the file, which the careful reader understands.
  const sane = (sql: string): string => `nullif(greatest(${sql}, TIMESTAMP '1000-01-01'), TIMESTAMP '1000-01-01')`;
  const parts: string[] = [];
  if (naive.length > 0) parts.push(inZone(sane(`CAST(${read(naive)} AS TIMESTAMP)`), zone));
  if (literals.length > 0) parts.push(sane(`CAST(${read(literals)} AS TIMESTAMP)`));
  if (offsets.length > 0) parts.push(sane(inUtc(`CAST(${read(offsets)} AS TIMESTAMPTZ)`)));
  return parts.join(", ");
}

/** SQL that reads a column of a date or time type as UTC TIMESTAMP; null when the type holds no time. */
export function typedTimeExpression(column: string, type: string, zone: TimeZone): string | null {
  if (type === "TIMESTAMP WITH TIME ZONE") return `CASE WHEN isfinite(${column}) THEN ${inUtc(column)} END`;
  if (/^TIMESTAMP(?:_S|_MS|_NS)?$/.test(type) || type === "DATE") return inZone(`CAST(${column} AS TIMESTAMP)`, zone);
  return null;
}

/** SQL that reads a column of days and one of times of day as one moment in UTC; null when their types aren't such. */
export function typedPairExpression(
  day: { readonly sql: string; readonly type: string },
  clock: { readonly sql: string; readonly type: string },
  zone: TimeZone,
): string | null {
  const isDay = /^(?:DATE|TIMESTAMP(?:_S|_MS|_NS)?)$/.test(day.type);
  if (!isDay || !/^TIME(?:_NS)?$/.test(clock.type)) return null;
  return inZone(`(CAST(${day.sql} AS DATE) + coalesce(CAST(${clock.sql} AS TIME), TIME '00:00:00'))`, zone);
}

function inZone(naive: string, zone: TimeZone): string {
  if (zone === utc || (zone.kind === "fixed" && zone.minutes === 0)) return naive;
  if (zone.kind === "fixed") return `(${naive} - INTERVAL (${zone.minutes}) MINUTE)`;
  return inUtc(`timezone(${sqlText(zone.name)}, ${naive})`);
}
