import type { EventLog } from "@longhaul/event-log";
import { quantile } from "../numbers/quantile.ts";
import type { CaseSpans } from "./case-spans.ts";
import { countBelow } from "./censoring.ts";

/** How much was going on in the whole process just before a time; nothing later is known. */
export interface CaseLoad {
  /** Cases that had begun and neither reached a usual end nor grown older than 95 % of the training cases. */
  readonly openCases: (ms: number) => number;
  /** Cases that had begun in the `windowHours` before. */
  readonly arrivals: (ms: number) => number;
  /** Cases that had begun in such a window on average over the `WINDOWS` before, at least 1: what is usual by then. */
  readonly usualArrivals: (ms: number) => number;
  readonly windowHours: number;
}

const hourMs = 3_600_000;
/** Windows that show what is usual; a process that grows is busy by that, not by what it was years ago. */
const WINDOWS = 10;
/** An activity that ends this share of the training cases is a usual end. */
const USUAL_END_SHARE = 0.05;

/**
 * Measures the load. That a case had ended can't be known when it happens, only that it reached an activity with which
 * cases usually end, so that is counted; which those are, and how old cases grow, is learned from the training cases.
 */
export function measureCaseLoad(log: EventLog, { begin, end }: CaseSpans, trainCases: Uint32Array): CaseLoad {
  const durations = Float64Array.from(trainCases, (owner) => (end[owner] ?? 0) - (begin[owner] ?? 0)).sort();
  const oldMs = quantile(durations, 0.95);
  const windowMs = Math.max(hourMs, quantile(durations, 0.5));
  const isEnd = usualEnds(log, trainCases);
  const opened: number[] = [];
  const closed: number[] = [];
  for (let owner = 0; owner < log.caseCount; owner++) {
    const beginMs = begin[owner] ?? 0;
    const oldAtMs = beginMs + oldMs;
    let isOpen = true;
    let nowMs = Number.NEGATIVE_INFINITY;
    opened.push(beginMs);
    const last = log.caseOffsets[owner + 1] ?? 0;
    for (let row = log.caseOffsets[owner] ?? 0; row < last; row++) {
      nowMs = Math.max(nowMs, log.endMs[row] ?? 0);
      if (nowMs > oldAtMs) break;
      const closes = isEnd[log.activity[row] ?? 0] === 1;
      if (closes === !isOpen) continue;
      (closes ? closed : opened).push(nowMs);
      isOpen = !closes;
    }
    if (isOpen) closed.push(oldAtMs);
  }
  const begins = begin.slice().sort();
  const opens = Float64Array.from(opened).sort();
  const closes = Float64Array.from(closed).sort();
  return {
    openCases: (ms) => countBelow(opens, ms) - countBelow(closes, ms),
    arrivals: (ms) => countBelow(begins, ms) - countBelow(begins, ms - windowMs),
    usualArrivals: (ms) => {
      const arrived = countBelow(begins, ms) - countBelow(begins, ms - WINDOWS * windowMs);
      const windows = Math.min(WINDOWS, (ms - (begins[0] ?? 0)) / windowMs);
      return Math.max(1, arrived / Math.max(1, windows));
    },
    windowHours: windowMs / hourMs,
  };
}

function usualEnds(log: EventLog, cases: Uint32Array): Uint8Array {
  const ends = new Uint32Array(log.activities.length);
  for (const owner of cases) {
    const activity = log.activity[(log.caseOffsets[owner + 1] ?? 1) - 1] ?? 0;
    ends[activity] = (ends[activity] ?? 0) + 1;
  }
  return Uint8Array.from(ends, (count) => (count > 0 && count >= USUAL_END_SHARE * cases.length ? 1 : 0));
}
