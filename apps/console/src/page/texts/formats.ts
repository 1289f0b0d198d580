import { language } from "./language.ts";

/** Keeps what is made for a language and options, since to make a format takes longer than to write a hundred values with it. */
function keeper<Options, Format>(make: (language: string, options: Options) => Format): (options: Options) => Format {
  const kept = new Map<string, Format>();
  return (options) => {
    const key = `${language.value} ${JSON.stringify(options)}`;
    const known = kept.get(key) ?? make(language.value, options);
    kept.set(key, known);
    return known;
  };
}
const numberFormat = keeper((code, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(code, options));
const dateFormat = keeper((code, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(code, options));

/** `8,577`, as the reader's language writes it. */
export function formatNumber(value: number, maximumFractionDigits = 1): string {
  return numberFormat({ maximumFractionDigits }).format(value);
}

/** In the reader's zone: the time alone of today, with the day otherwise. */
export function formatTime(time: Date, now = new Date()): string {
  const isToday = time.toDateString() === now.toDateString();
  const isThisYear = time.getFullYear() === now.getFullYear();
  return dateFormat({
    ...(isToday ? {} : { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) }),
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(time);
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** The two largest units: `3 min 20 s`, `2 days 4 hr`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, seconds);
  const first = UNITS.findIndex(([, size]) => whole >= size);
  if (first < 0) return formatUnit(Math.round(10 * whole) / 10, "second");
  const [unit, size] = UNITS[first] ?? UNITS[3];
  const next = UNITS[first + 1];
  const count = Math.floor(whole / size);
  const rest = next === undefined ? 0 : Math.floor((whole - count * size) / next[1]);
  return next === undefined || rest === 0
    ? formatUnit(unit === "second" ? Math.round(whole) : count, unit)
    : `${formatUnit(count, unit)} ${formatUnit(rest, next[0])}`;
}

function formatUnit(value: number, unit: string): string {
  return numberFormat({ style: "unit", unit, unitDisplay: "short" }).format(value);
}

/** Bytes, decimal: `6.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return numberFormat({
    style: "unit",
    unit: units[power] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(bytes / 1000 ** power);
}

/** A share of 1 as percent. */
export function formatShare(value: number): string {
  return numberFormat({ style: "percent", maximumFractionDigits: 1 }).format(value);
}
