/**
 * Which cases belong to a period.
 * - `intersecting` (the default): at least one event overlaps the period. No work of the period is lost.
 * - `contained`: every event lies inside. Only whole cases, but long ones are under-represented.
 * - `started`: the first event starts inside. A cohort: unbiased in duration, but the latest cases may be unfinished.
 */
export type TimeWindowRule = "intersecting" | "contained" | "started";

/**
 * A period that selects whole cases: a case is in or out, and one that is in keeps all its events, so that no variant
 * or duration is made up by cutting. `startMs` is inclusive, `endMs` exclusive, in milliseconds since the epoch; a
 * missing bound is open.
 */
export interface TimeWindow {
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  readonly rule?: TimeWindowRule | undefined;
}

/**
 * The rule as a condition on one case's group of rows; `start` and `end` are SQL for an event's start and completion
 * in milliseconds.
 */
export function timeWindowCondition(window: TimeWindow, start: string, end: string): string {
  const from = bound(window.startMs, "-infinity");
  const to = bound(window.endMs, "infinity");
  switch (window.rule ?? "intersecting") {
    case "intersecting":
      return `bool_or(${end} >= ${from} AND ${start} < ${to})`;
    case "contained":
      return `min(${start}) >= ${from} AND max(${end}) < ${to}`;
    case "started":
      return `min(${start}) >= ${from} AND min(${start}) < ${to}`;
  }
}

function bound(ms: number | undefined, open: "-infinity" | "infinity"): string {
  if (ms === undefined) return `'${open}'::DOUBLE`;
  if (!Number.isFinite(ms)) throw new RangeError(`a bound of a time window is not a time: ${ms}`);
  return `${ms}::DOUBLE`;
}
