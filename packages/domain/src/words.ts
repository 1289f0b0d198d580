const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
const DAY_SEC = 86_400;
/** The last day that was written: most times of an answer lie in the same. */
let lastDay = NaN;
let lastDate = "";

/** A time as the API writes it: UTC, to the second, `2024-01-20T11:15:00Z`. */
export function timeText(time: Date): string {
  const sec = Math.floor(time.getTime() / 1000);
  const day = Math.floor(sec / DAY_SEC);
  if (day !== lastDay) {
    [lastDate = ""] = time.toISOString().split("T");
    lastDay = day;
  }
  const rest = sec - day * DAY_SEC;
  return `${lastDate}T${TWO_DIGITS[Math.floor(rest / 3600)]}:${TWO_DIGITS[Math.floor(rest / 60) % 60]}:${TWO_DIGITS[rest % 60]}Z`;
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A duration in words, its two largest non-zero units: `7 minutes`, `23 minutes 15 seconds`, `0 seconds`. */
export function durationText(seconds: number): string {
  let rest = Math.max(0, Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(count === 1 ? `1 ${unit}` : `${count} ${unit}s`);
  }
  return parts.length === 0 ? "0 seconds" : parts.slice(0, 2).join(" ");
}

/**
 * An estimate in words: `45-60 minutes`, one figure when both are equal. Seconds below two minutes, minutes below
 * two hours, hours below two days, days beyond; rounded up, so that the upper figure is never too small.
 */
export function estimateText(range: { readonly lowSec: number; readonly highSec: number }): string {
  const high = Math.max(1, range.highSec);
  const [unit, size] = high < 120 ? UNITS[3] : high <= 7_200 ? UNITS[2] : high <= 172_800 ? UNITS[1] : UNITS[0];
  const to = Math.ceil(high / size);
  const from = Math.min(to, Math.max(1, Math.ceil(range.lowSec / size)));
  const plural = to === 1 ? unit : `${unit}s`;
  return from === to ? `${to} ${plural}` : `${from}-${to} ${plural}`;
}

/** A size in decimal units, one figure after the point, `.0` dropped: `3.2 MB`, `890 KB`, `12 bytes`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${Math.round(bytes)} bytes`;
  const units = ["KB", "MB", "GB", "TB", "PB"] as const;
  let value = bytes / 1000;
  let unit: string = units[0];
  for (const next of units.slice(1)) {
    if (value < 999.95) break;
    value /= 1000;
    unit = next;
  }
  return `${value.toFixed(1).replace(/\.0$/, "")} ${unit}`;
}

/** An amount of US dollars: `$2.45`. */
export const moneyText = (dollars: number): string => `$${dollars.toFixed(2)}`;

/** Hours with one figure after the point, minutes or seconds below one hour: `4.2 hours`, `12.5 minutes`. */
export function spanText(seconds: number): string {
  const [unit, size] =
    seconds >= 172_800 ? UNITS[0] : seconds >= 3_600 ? UNITS[1] : seconds >= 60 ? UNITS[2] : UNITS[3];
  const value = (seconds / size).toFixed(1).replace(/\.0$/, "");
  return `${value} ${value === "1" ? unit : `${unit}s`}`;
}

/** A rate of records: `1890 records/minute`. */
export const rateText = (recordsPerMinute: number): string => `${Math.round(recordsPerMinute)} records/minute`;
