import { ImportRefusal } from "./import-refusal.ts";
import { sqlText } from "./sql-text.ts";
import type { TimeFormat } from "./detect-time-format.ts";

/** A checked time zone: an IANA name, or minutes east of UTC. */
export type TimeZone =
  | { readonly kind: "named"; readonly name: string }
  | { readonly kind: "fixed"; readonly minutes: number; readonly name: string };

export const utc: TimeZone = { kind: "fixed", minutes: 0, name: "UTC" };

export function parseTimeZone(text: string | undefined): TimeZone {
  if (text === undefined || /^(?:UTC|GMT|Z)$/i.test(text.trim())) return utc;
  const name = text.trim();
  const offset = /^(?:UTC|GMT)?([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(name);
  if (offset) {
    const minutes = (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3] ?? 0));
    if (Math.abs(minutes) <= 18 * 60) return { kind: "fixed", minutes, name };
  } else {
    try {
      return { kind: "named", name: new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone };
    } catch {
      // Falls through to the refusal.
    }
  }
  throw new ImportRefusal(
    "InvalidTimezone",
    `The timezone "${text}" is unknown. Give an IANA name such as "Europe/Berlin" or an offset such as "+02:00".`,
  );
}

const offsetAtEnd = String.raw`(?i):\d\d(?:[.,]\d+)?\s*(?:am|pm)?\s*(?:z|utc|gmt|[+-]\d\d(?::?\d\d)?)\s*$`;
const rareIsoPatterns = [
  "%Y-%m-%d %H:%M:%S.%n %z",
  "%Y-%m-%d %H:%M:%S %z",
  "%Y-%m-%d %H:%M %z",
  "%Y/%m/%d %H:%M:%S %z",
];
/** SQL of a moment's time in UTC. DuckDB's AT TIME ZONE asks the time zones' library, which takes five times as long. */
const inUtc = (moment: string): string => `make_timestamp(epoch_us(${moment}))`;

const perSecond = { seconds: 1, milliseconds: 1e3, microseconds: 1e6, nanoseconds: 1e9 };

/**
 * SQL that reads a text column as UTC TIMESTAMP, NULL where it can't. Times with an offset are converted by it, others
 * are taken to be in `zone`.
 */
export function textTimeExpression(column: string, format: TimeFormat, zone: TimeZone): string {
  if (format.kind === "epoch") {
    const micros = `CAST(round(TRY_CAST(${column} AS DECIMAL(38, 9)) * ${1e6 / perSecond[format.unit]}) AS BIGINT)`;
    return `make_timestamp(TRY(${micros}))`;
  }
  if (format.kind === "iso") {
    const rare = `CAST(try_strptime(${column}, [${rareIsoPatterns.map(sqlText).join(", ")}]) AS TIMESTAMPTZ)`;
    const comma = `TRY_CAST(replace(${column}, ',', '.') AS TIMESTAMPTZ)`;
    // DuckDB's cast reads "epoch", "infinity" and the like as times too. Blanks before a time are rare, so they come last.
    const read = `CASE WHEN ${column} >= '0' AND ${column} < ':' THEN COALESCE(TRY_CAST(${column} AS TIMESTAMPTZ), ${rare}, ${comma})
      WHEN ascii(ltrim(${column})) BETWEEN 48 AND 57 THEN TRY_CAST(${column} AS TIMESTAMPTZ) END`;
    const asUtc = inUtc(read);
    if (zone === utc) return asUtc;
    return `(CASE WHEN regexp_matches(${column}, ${sqlText(offsetAtEnd)}) THEN ${asUtc} ELSE ${inZone(asUtc, zone)} END)`;
  }
  const offsets = format.patterns.filter((pattern) => pattern.includes("%z"));
  const literals = format.patterns.filter((pattern) => /(?:Z|z|UTC|GMT)$/.test(pattern) && !pattern.includes("%z"));
  const naive = format.patterns.filter((pattern) => !offsets.includes(pattern) && !literals.includes(pattern));
  const read = (patterns: readonly string[]) => `try_strptime(${column}, [${patterns.map(sqlText).join(", ")}])`;
  const parts: string[] = [];
  if (naive.length > 0) parts.push(inZone(`CAST(${read(naive)} AS TIMESTAMP)`, zone));
  if (literals.length > 0) parts.push(`CAST(${read(literals)} AS TIMESTAMP)`);
  if (offsets.length > 0) parts.push(inUtc(`CAST(${read(offsets)} AS TIMESTAMPTZ)`));
  return parts.length === 1 ? (parts[0] ?? "") : `COALESCE(${parts.join(", ")})`;
}

/** SQL that reads a column of a date or time type as UTC TIMESTAMP; null when the type holds no time. */
export function typedTimeExpression(column: string, type: string, zone: TimeZone): string | null {
  if (type === "TIMESTAMP WITH TIME ZONE") return `CASE WHEN isfinite(${column}) THEN ${inUtc(column)} END`;
  if (/^TIMESTAMP(?:_S|_MS|_NS)?$/.test(type) || type === "DATE") return inZone(`CAST(${column} AS TIMESTAMP)`, zone);
  return null;
}

function inZone(naive: string, zone: TimeZone): string {
  if (zone === utc || (zone.kind === "fixed" && zone.minutes === 0)) return naive;
  if (zone.kind === "fixed") return `(${naive} - INTERVAL (${zone.minutes}) MINUTE)`;
  return inUtc(`timezone(${sqlText(zone.name)}, ${naive})`);
}
