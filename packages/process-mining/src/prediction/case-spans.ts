import { spanOfCase, type EventLog, type RunOptions } from "@longhaul/event-log";
import { findOpenCases } from "../log/open-cases.ts";
import { quantile } from "../numbers/quantile.ts";
import { Pacer } from "@longhaul/domain";

/** When each case began (earliest start) and was last heard of (latest completion), in ms. */
export interface CaseSpans {
  readonly begin: Float64Array;
  readonly end: Float64Array;
  /** 1 where the case may be under way at the end of the log (`findOpenCases`), so that `end` isn't its end. */
  readonly isOpen: Uint8Array;
}

/** Cases heard of no longer before the end of the log than this share of all take may be under way. */
const USUAL_SHARE = 0.95;

const casesBetweenBreaths = 4096;

/** Cases that may be under way at the end of the log, as 1. */
export async function findCasesUnderWay(log: EventLog, { signal }: RunOptions = {}): Promise<Uint8Array> {
  return (await measureCaseSpans(log, new Pacer({ signal }))).isOpen;
}

/** Measures the spans of all cases in one pass. */
export async function measureCaseSpans(log: EventLog, pacer: Pacer): Promise<CaseSpans> {
  const begin = new Float64Array(log.caseCount);
  const end = new Float64Array(log.caseCount);
  for (let owner = 0; owner < log.caseCount; owner++) {
    if (owner % casesBetweenBreaths === 0) await pacer.pause();
    const { firstMs, lastMs } = spanOfCase(log, owner);
    begin[owner] = firstMs;
    end[owner] = lastMs;
  }
  const durations = end.map((ms, owner) => ms - (begin[owner] ?? 0)).sort();
  return { begin, end, isOpen: findOpenCases(log, quantile(durations, USUAL_SHARE)) };
}
