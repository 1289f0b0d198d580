import { spanOfCase, type EventLog, type RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { summarizeDistribution, type DistributionSummary } from "../numbers/summarize-distribution.ts";

const DAY_MS = 86_400_000;

/** How cases come in, and how many are under way. */
export interface Arrivals {
  /** First and last arrival, in ms since the epoch. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** (cases − 1) ÷ days from the first to the last arrival; null when all arrive at once. */
  readonly casesPerDay: number | null;
  /** Seconds from one arrival to the next, over all cases in order of arrival: cases − 1 of them. */
  readonly interArrivalSec: DistributionSummary;
  /** Cases a day in the first and in the second half of the time from first to last arrival; null as above. */
  readonly halves: readonly [first: number, second: number] | null;
  /**
   * Cases under way on average from the first arrival to the last completion: Σ cycle times ÷ that time; null when it is 0.
   * By Little's law the same as arrivals per time × mean cycle time over that period.
   */
  readonly meanOpenCases: number | null;
}

/**
 * Arrival of cases; a case arrives with its earliest start (completion where events have no start).
 * Sources: Little, A Proof for the Queuing Formula L = λW (1961); Hopp and Spearman, Factory Physics (3rd edition 2008),
 * chapter 8, on arrivals by their rate and by the distribution of the times between them.
 *
 * Null for a log without cases. Linear but for one sort of the arrivals.
 */
export async function measureArrivals(log: EventLog, run: RunOptions = {}): Promise<Arrivals | null> {
  const arrivals = new Float64Array(log.caseCount);
  let arrived = 0;
  let openMs = 0;
  let lastEndMs = Number.NEGATIVE_INFINITY;
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const { firstMs, lastMs } = spanOfCase(log, owner);
      if (firstMs === Number.POSITIVE_INFINITY) continue;
      arrivals[arrived++] = firstMs;
      openMs += lastMs - firstMs;
      lastEndMs = Math.max(lastEndMs, lastMs);
    }
  }
  if (arrived === 0) return null;
  const ascending = arrivals.subarray(0, arrived).sort();
  const firstMs = ascending[0] ?? 0;
  const lastMs = ascending[arrived - 1] ?? 0;
  const gaps = new Float64Array(arrived - 1);
  for (let at = 1; at < arrived; at++) gaps[at - 1] = ((ascending[at] ?? 0) - (ascending[at - 1] ?? 0)) / 1000;
  const days = (lastMs - firstMs) / DAY_MS;
  const middleMs = firstMs + (lastMs - firstMs) / 2;
  const inFirstHalf = ascending.reduce((count, ms) => (ms < middleMs ? count + 1 : count), 0);
  return {
    firstMs,
    lastMs,
    casesPerDay: days > 0 ? (arrived - 1) / days : null,
    interArrivalSec: summarizeDistribution(gaps),
    halves: days > 0 ? [(2 * inFirstHalf) / days, (2 * (arrived - inFirstHalf)) / days] : null,
    meanOpenCases: lastEndMs > firstMs ? openMs / (lastEndMs - firstMs) : null,
  };
}
