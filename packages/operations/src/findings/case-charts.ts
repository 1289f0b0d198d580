import { spanOfCase, type EventLog } from "@longhaul/event-log";
import { quantile } from "@longhaul/process-mining";

/** Data for the charts of a log's cases. */
export interface CaseCharts {
  /** Histogram of cycle times. The last class holds all longer cases; its `toSec` is the longest. */
  readonly durations: readonly { readonly fromSec: number; readonly toSec: number; readonly cases: number }[];
  readonly timeline: CaseTimeline;
}

/** Cases that started and ended by period (UTC), without gaps. */
export interface CaseTimeline {
  readonly unit: Unit;
  /** First days of the periods, as ISO dates; hours hold the hour too. */
  readonly periods: readonly string[];
  readonly started: readonly number[];
  readonly ended: readonly number[];
}

type Unit = "hour" | "day" | "week" | "month" | "quarter" | "year";

const CLASSES = 12;
const MOST_PERIODS = 60;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const UNITS: readonly (readonly [unit: Unit, ms: number])[] = [
  ["hour", HOUR_MS],
  ["day", DAY_MS],
  ["week", 7 * DAY_MS],
  ["month", 30.4 * DAY_MS],
  ["quarter", 91.3 * DAY_MS],
  ["year", 365.25 * DAY_MS],
];
/** Widths of classes that read well. */
const STEPS_SEC = [1, 2, 5, 10, 20, 30]
  .flatMap((step) => [step, step * 60])
  .concat([1, 2, 3, 4, 6, 8, 12].map((hours) => hours * 3600))
  .concat([1, 2, 3, 5, 7, 10, 14, 20, 30, 50, 60, 90, 180, 365, 730, 1460, 3650].map((days) => days * 86_400))
  .toSorted((a, b) => a - b);

/**
 * Counts cases by duration and by period; `caseSeconds` holds the cycle time of each case, `isOpen` 1 for those that may be
 * under way at the end of the log and so haven't ended.
 */
export function chartCases(log: EventLog, caseSeconds: Float64Array, isOpen: Uint8Array): CaseCharts {
  return { durations: countDurations(caseSeconds), timeline: countPeriods(log, isOpen) };
}

function countDurations(caseSeconds: Float64Array): CaseCharts["durations"] {
  const ascending = caseSeconds.slice().sort();
  const longest = ascending.at(-1) ?? 0;
  const most = quantile(ascending, 0.95);
  if (!(most > 0)) return longest > 0 ? [{ fromSec: 0, toSec: longest, cases: ascending.length }] : [];
  const least = most / CLASSES;
  const step = STEPS_SEC.find((width) => width >= least) ?? least;
  const regular = Math.floor(most / step) + 1;
  const counts = Array.from({ length: regular + 1 }, () => 0);
  for (const seconds of ascending) {
    const at = Math.min(regular, Math.floor(seconds / step));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const classes = counts.map((cases, idx) => ({ fromSec: idx * step, toSec: (idx + 1) * step, cases }));
  const last = classes.pop();
  return last === undefined || last.cases === 0 ? classes : [...classes, { ...last, toSec: longest }];
}

function countPeriods(log: EventLog, isOpen: Uint8Array): CaseTimeline {
  const starts = new Float64Array(log.caseCount);
  const ends = new Float64Array(log.caseCount);
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let owner = 0; owner < log.caseCount; owner++) {
    const { firstMs, lastMs } = spanOfCase(log, owner);
    starts[owner] = firstMs;
    ends[owner] = lastMs;
    first = Math.min(first, firstMs);
    last = Math.max(last, lastMs);
  }
  const unit = UNITS.find(([, ms]) => (last - first) / ms < MOST_PERIODS)?.[0] ?? "year";
  const places = new Map<number, number>();
  for (let at = periodOf(first, unit); at <= last; at = nextPeriod(at, unit)) places.set(at, places.size);
  const count = (times: Float64Array): number[] => {
    const counts = Array.from({ length: places.size }, () => 0);
    for (const ms of times) {
      const place = places.get(periodOf(ms, unit));
      if (place !== undefined) counts[place] = (counts[place] ?? 0) + 1;
    }
    return counts;
  };
  const periods = Array.from(places.keys(), (ms) => new Date(ms).toISOString().slice(0, unit === "hour" ? 13 : 10));
  return { unit, periods, started: count(starts), ended: count(ends.filter((_, owner) => isOpen[owner] !== 1)) };
}

function periodOf(ms: number, unit: Unit): number {
  const date = new Date(ms);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case "hour":
      return Math.floor(ms / HOUR_MS) * HOUR_MS;
    case "day":
      return Math.floor(ms / DAY_MS) * DAY_MS;
    case "week":
      // 1970-01-01 was a Thursday; weeks begin on Monday.
      return Math.floor((ms / DAY_MS + 3) / 7) * 7 * DAY_MS - 3 * DAY_MS;
    case "month":
      return Date.UTC(year, month);
    case "quarter":
      return Date.UTC(year, month - (month % 3));
    case "year":
      return Date.UTC(year, 0);
  }
}

/** Where the period after the one that begins at `ms` begins. */
function nextPeriod(ms: number, unit: Unit): number {
  const date = new Date(ms);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "month") return Date.UTC(year, month + 1);
  if (unit === "quarter") return Date.UTC(year, month + 3);
  if (unit === "year") return Date.UTC(year + 1, 0);
  return ms + (unit === "hour" ? HOUR_MS : unit === "day" ? DAY_MS : 7 * DAY_MS);
}
