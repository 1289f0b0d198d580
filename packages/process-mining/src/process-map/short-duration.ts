const UNITS: readonly (readonly [symbol: string, seconds: number])[] = [
  ["y", 31_556_952],
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];

/** A duration for a tight space, two significant digits in its largest unit: `3.4 d`, `52 min`, `0 s`, `−14 s`. */
export function shortDuration(seconds: number): string {
  const size = Math.abs(seconds);
  // Up to two days hours say more.
  const [symbol, unitSec] = UNITS.find(([, unit]) => size >= unit * (unit === 86_400 ? 2 : 1)) ?? ["s", 1];
  const value = size / unitSec;
  const rounded = value >= 9.95 ? String(Math.round(value)) : String(Math.round(value * 10) / 10);
  return `${seconds < 0 && rounded !== "0" ? "−" : ""}${rounded} ${symbol}`;
}
