import { ImportRefusal } from "../terms/import-refusal.ts";
import { daysOfDate, daysOfOrdinalDate, fullYear } from "./calendar.ts";
import { isUnknown, tokensOfPattern, type PatternField, type PatternToken } from "./pattern-letters.ts";
import { plainTimeText } from "./plain-time-text.ts";
import { usualRule } from "./read-time.ts";
import { scanTail, withMeridiem } from "./scan-clock.ts";
import type { NumberUnit, ScannedTime } from "./scanned-time.ts";
import type { TimeFormat, TimePattern } from "./time-format.ts";
import { meridiemOfWord, monthOfWord } from "./time-words.ts";
import type { ZoneMark } from "./zones.ts";

const UNITS: ReadonlyMap<string, NumberUnit> = new Map(
  Object.entries<NumberUnit>({
    s: "seconds", seconds: "seconds", ms: "milliseconds", milliseconds: "milliseconds", us: "microseconds", µs: "microseconds",
    microseconds: "microseconds", ns: "nanoseconds", nanoseconds: "nanoseconds",
  }),
); // prettier-ignore
const COUNTS: ReadonlyMap<string, NumberUnit> = new Map([
  ["excel", "excel"],
  ["ticks", "ticks"],
  [".net ticks", "ticks"],
  ["filetime", "filetime"],
  // moment.js distinguishes seconds and milliseconds by the case of this letter.
  ["X", "seconds"],
  ["x", "milliseconds"],
]);

/**
 * The caller's `timestampFormat` as a time format: `ISO8601`, `epoch seconds`…, `excel`, `ticks`, `filetime`, strptime, or the
 * letters of Java, .NET, moment.js or Oracle. Refuses what it doesn't know by name.
 */
export function parseTimePattern(text: string): TimeFormat {
  const name = text.trim().toLowerCase();
  if (/^iso ?-?8601$/.test(name))
    return { rule: usualRule, given: null, fast: { kind: "iso" }, described: "ISO 8601", hasNanos: true };
  const epoch = /^(?:unix|epoch|unix epoch) ?(\S+)?$/.exec(name);
  const unit = epoch === null ? (COUNTS.get(text.trim()) ?? COUNTS.get(name)) : UNITS.get(epoch[1] ?? "s");
  if (unit !== undefined) return givenFormat(text, countPattern(unit), null, unit === "nanoseconds");
  const tokens = tokensOfPattern(text);
  if (isUnknown(tokens)) {
    const hint = tokens.hint === undefined || tokens.hint === "" ? "" : ` (${tokens.hint})`;
    throw refusal(text, `"${tokens.unknown}" in it is unknown${hint}`);
  }
  const named = tokens.flatMap((token) => (token.kind === "field" ? [token.field] : []));
  const fields = new Set(named);
  // Each further place for the same part multiplies the ways in which a text may be tried. A zone may have offset and name.
  const most = (field: PatternField): number => (field === "zone" ? 2 : 1);
  const repeated = [...fields].find((field) => named.filter((other) => other === field).length > most(field));
  if (repeated !== undefined) throw refusal(text, `it names the same part of a time twice (${repeated})`);
  if (fields.has("seconds")) return givenFormat(text, countPattern("seconds"), null, false);
  const hasYear = fields.has("year") || fields.has("shortYear");
  const hasDay = fields.has("dayOfYear") || (fields.has("day") && (fields.has("month") || fields.has("monthName")));
  if (!hasYear || !hasDay) {
    const missing = hasYear ? "day and month" : "year";
    throw refusal(
      text,
      fields.size === 0 || !(hasYear || fields.has("day") || fields.has("month"))
        ? "it names no date"
        : `it names no ${missing}`,
    );
  }
  const strptime = tokens
    .map((token) => (token.kind === "literal" ? token.text.replaceAll("%", "%%") : token.strptime))
    .join("");
  // The order of time zone names and half days are beyond DuckDB.
  const isFast = !fields.has("dayOfYear") && !fields.has("weekday");
  return givenFormat(text, compilePattern(tokens), isFast ? strptime : null, fields.has("fraction"));
}

function refusal(text: string, what: string): ImportRefusal {
  return new ImportRefusal(
    "InvalidTimestampFormat",
    `The timestampFormat "${text}" can't be used: ${what}. Give a strptime pattern such as "%d/%m/%Y %H:%M:%S", letters such as "dd/MM/yyyy HH:mm:ss", Oracle's such as "DD-MON-RR HH.MI.SS AM", "ISO8601" or "epoch seconds".`,
  );
}

function givenFormat(text: string, given: TimePattern, strptime: string | null, hasNanos: boolean): TimeFormat {
  const fast = strptime === null ? null : ({ kind: "strptime", patterns: [strptime] } as const);
  return { rule: usualRule, given, fast, described: strptime ?? text, hasNanos };
}

function countPattern(unit: NumberUnit): TimePattern {
  return {
    read(text) {
      const plain = plainTimeText(text);
      if (!/^\d+(?:[.,]\d+)?$/.test(plain)) return null;
      return { date: { kind: "count", unit, digits: plain }, clock: null, zone: null, pattern: null };
    },
  };
}

const FIGURES: Readonly<Partial<Record<PatternField, readonly [least: number, most: number]>>> = {
  year: [4, 4],
  shortYear: [2, 2],
  month: [1, 2],
  day: [1, 2],
  dayOfYear: [1, 3],
  hour: [1, 2],
  hour12: [1, 2],
  minute: [1, 2],
  second: [1, 2],
  fraction: [1, 12],
};

/** Text whose length is bounded, as the ways are in which several such parts may share one text. */
const WORDS: Readonly<Partial<Record<PatternField, string>>> = { zone: " ?(.{0,60}?)", meridiem: " ?(.{0,12}?)" };

function compilePattern(tokens: readonly PatternToken[]): TimePattern {
  const names: PatternField[] = [];
  const parts = tokens.map((token, at) => {
    if (token.kind === "literal") return literalSource(token.text);
    names.push(token.field);
    const figures = FIGURES[token.field];
    if (figures === undefined) return WORDS[token.field] ?? String.raw`(\p{L}[\p{L}'’]{0,24}\.?)`;
    const next = tokens[at + 1];
    const isTight = next?.kind === "field" && FIGURES[next.field] !== undefined;
    const ordinal = token.field === "day" ? "(?:st|nd|rd|th)?" : "";
    return isTight ? `(\\d{${figures[1]}})` : `(\\d{${figures[0]},${figures[1]}})${ordinal}`;
  });
  const pattern = new RegExp(`^${parts.join("")}$`, "iu");
  return {
    read(text) {
      const match = pattern.exec(plainTimeText(text));
      if (match === null) return null;
      return scannedOf(new Map(names.map((name, at) => [name, match[at + 1] ?? ""])));
    },
  };
}

const literalSource = (text: string): string =>
  text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`).replace(/\s+/g, " +");

function scannedOf(fields: ReadonlyMap<PatternField, string>): ScannedTime | null {
  const number = (field: PatternField): number | null => {
    const text = fields.get(field);
    return text === undefined ? null : Number(text);
  };
  const short = number("shortYear");
  const year = number("year") ?? (short === null ? null : fullYear(short));
  const name = fields.get("monthName");
  const month = name === undefined ? number("month") : monthOfWord(name);
  const dayOfYear = number("dayOfYear");
  if (year === null) return null;
  const days =
    dayOfYear === null ? daysOfDate(year, month ?? 0, number("day") ?? 0) : daysOfOrdinalDate(year, dayOfYear);
  const [hour, minute, second] = [
    number("hour") ?? number("hour12") ?? 0,
    number("minute") ?? 0,
    number("second") ?? 0,
  ];
  if (days === null || hour > 24 || minute > 59 || second > 60) return null;
  const nanos = Number((fields.get("fraction") ?? "").slice(0, 9).padEnd(9, "0"));
  const plain = { seconds: hour * 3600 + minute * 60 + second, nanos, hasMeridiem: false };
  const half = fields.get("meridiem");
  const meridiem = half === undefined ? null : meridiemOfWord(half);
  if (half !== undefined && meridiem === null) return null;
  const clock = meridiem === null ? plain : withMeridiem(plain, meridiem);
  if (clock === null) return null;
  const zone = zoneOf(fields.get("zone"));
  if (zone === undefined) return null;
  return { date: { kind: "days", days, form: "named" }, clock, zone, pattern: null };
}

/** The zone that stands there; undefined when it is none. */
function zoneOf(text: string | undefined): ZoneMark | null | undefined {
  if (text === undefined || text.trim() === "") return text === undefined ? null : undefined;
  const tail = scanTail(text.trim(), 0, null);
  return tail === null || tail.zone === null ? undefined : tail.zone;
}
