import type { EventLog } from "./event-log.ts";
import { spanOfCase } from "./case-span.ts";
import { startOfEvent } from "./event-times.ts";

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

/** Whether a case belongs to the period. */
export function belongsTo(log: EventLog, window: TimeWindow): (owner: number) => boolean {
  const { startMs = Number.NEGATIVE_INFINITY, endMs = Number.POSITIVE_INFINITY, rule = "intersecting" } = window;
  if (Number.isNaN(startMs) || Number.isNaN(endMs)) throw new RangeError("a bound of a time window is not a time");
  return (owner) => {
    const { firstMs, lastMs } = spanOfCase(log, owner);
    if (rule === "started") return firstMs >= startMs && firstMs < endMs;
    if (rule === "contained") return firstMs >= startMs && lastMs < endMs;
    const isIn = (fromMs: number, toMs: number): boolean => toMs >= startMs && fromMs < endMs;
    const end = log.caseOffsets[owner + 1] ?? 0;
    for (let row = log.caseOffsets[owner] ?? 0; row < end; row++)
      if (isIn(startOfEvent(log, row), log.endMs[row] ?? 0)) return true;
    return isIn(firstMs, firstMs) || isIn(lastMs, lastMs);
  };
}
