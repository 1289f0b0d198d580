import { daysOfDate } from "./calendar.ts";
import type { NumberUnit, ScannedTime } from "./scanned-time.ts";

const NUMBER = /^(\d{1,19})(?:[.,](\d{1,12}))?$/;

const GENERALISED = /^(\d{12}|\d{14})(?:[.,](\d{1,9}))?(?:Z|([+-])(\d{2}):?(\d{2})?)$/;

/** Ranges of whole numbers that are 1990–2100 in a unit; they don't meet. Excel's days are 1954–2119. */
const RANGES: readonly (readonly [NumberUnit, number, number])[] = [
  ["excel", 20_000, 80_000],
  ["seconds", 631_152_000, 4_102_444_800],
  ["milliseconds", 631_152_000e3, 4_102_444_800e3],
  ["microseconds", 631_152_000e6, 4_102_444_800e6],
  ["webkit", 12_275_625_600e6, 15_746_918_400e6],
  ["filetime", 12_275_625_600e7, 15_746_918_400e7],
  ["ticks", 62_766_748_800e7, 66_238_041_600e7],
  ["nanoseconds", 662_380_416e9, 4_102_444_800e9],
];

/** Numbers that are times: counts since an epoch, recognised by their size, and dates whose figures stand without signs. */
export function scanCount(text: string): ScannedTime | null {
  const match = NUMBER.exec(text);
  if (match === null) return scanGeneralised(text);
  const [, digits = "", fraction] = match;
  const compact = fraction === undefined || digits.length === 14 ? scanFigures(digits, fraction) : null;
  if (compact !== null) return compact;
  const value = Number(digits);
  for (const [unit, least, most] of RANGES) {
    if (value < least || value >= most) continue;
    return { date: { kind: "count", unit, digits: text }, clock: null, zone: null, pattern: null };
  }
  return null;
}

/** `20231218080500.5Z`, as LDAP and certificates have times (X.680, 46). */
function scanGeneralised(text: string): ScannedTime | null {
  const [, digits = "", fraction, sign, hours, minutes = "0"] = GENERALISED.exec(text) ?? [];
  const figures = scanFigures(digits, fraction);
  if (figures === null) return null;
  const zone = (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes));
  return { ...figures, zone, pattern: null };
}

/** `20231218`, with hours and minutes, seconds, and milliseconds. */
function scanFigures(digits: string, fraction: string | undefined): ScannedTime | null {
  if (!/^(?:19|20)/.test(digits) || ![8, 12, 14, 17].includes(digits.length)) return null;
  const number = (from: number, length: number): number => Number(digits.slice(from, from + length) || 0);
  const days = daysOfDate(number(0, 4), number(4, 2), number(6, 2));
  const [hour, minute, second] = [number(8, 2), number(10, 2), number(12, 2)];
  if (days === null || hour > 23 || minute > 59 || second > 59) return null;
  const nanos = Number((digits.slice(14) || (fraction ?? "")).slice(0, 9).padEnd(9, "0"));
  const seconds = hour * 3600 + minute * 60 + second;
  const clock = digits.length === 8 ? null : { seconds, nanos, hasMeridiem: false };
  const pattern = digits.length === 8 ? "%Y%m%d" : digits.length === 12 ? "%Y%m%d%H%M" : "%Y%m%d%H%M%S";
  const isPlain = fraction === undefined && digits.length < 17;
  return { date: { kind: "days", days, form: "compact" }, clock, zone: null, pattern: isPlain ? pattern : null };
}
