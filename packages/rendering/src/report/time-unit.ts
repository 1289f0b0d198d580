import type { TimeUnit } from "../texts/en.ts";

const TIME_UNITS: readonly (readonly [TimeUnit, number])[] = [
  ["days", 86_400],
  ["hours", 3600],
  ["minutes", 60],
];

/** The unit in which lengths of time of up to so many seconds are read best, and how many seconds it has. */
export function timeUnit(mostSec: number): readonly [unit: TimeUnit, sec: number] {
  return TIME_UNITS.find(([, sec]) => mostSec >= 2 * sec) ?? ["seconds", 1];
}
