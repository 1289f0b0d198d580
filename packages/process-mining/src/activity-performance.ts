import { caseChunks } from "./case-chunks.ts";
import type { EventLog } from "./event-log.ts";
import { startOfEvent } from "./event-times.ts";
import type { RunOptions } from "./run-options.ts";
import { summarizeGroups, type DurationSummary } from "./summarize-groups.ts";

export interface ActivityPerformance {
  readonly activity: string;
  /** Events of the activity. */
  readonly count: number;
  /** Time at work, start to completion, over the events that have a start; null in a log without start times. */
  readonly service: DurationSummary | null;
  /**
   * Time from the completion of the event before in the case to this one's start (its completion where it has none),
   * over the events that have one before them. Negative where work overlapped.
   */
  readonly waiting: DurationSummary;
  /** The same with every overlap counted as no wait. */
  readonly waitingClipped: DurationSummary;
}

/**
 * Service and waiting time by activity, in the order of `log.activities`. In a log without start times the service
 * time can't be known: waiting then includes it.
 * Source: Dumas et al., Fundamentals of Business Process Management (2nd edition 2018), section 11.5.
 */
export async function measureActivityPerformance(log: EventLog, run: RunOptions = {}): Promise<ActivityPerformance[]> {
  const waitingOf = new Int32Array(log.eventCount).fill(-1);
  const serviceOf = log.startMs === null ? null : new Int32Array(log.eventCount).fill(-1);
  const waitingSec = new Float64Array(log.eventCount);
  const serviceSec = log.startMs === null ? null : new Float64Array(log.eventCount);
  const counts = new Int32Array(log.activities.length);
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = first; row < end; row++) {
        const activity = log.activity[row] ?? 0;
        const startMs = startOfEvent(log, row);
        counts[activity] = (counts[activity] ?? 0) + 1;
        if (row > first) {
          waitingOf[row] = activity;
          waitingSec[row] = (startMs - (log.endMs[row - 1] ?? 0)) / 1000;
        }
        if (serviceOf !== null && serviceSec !== null && !Number.isNaN(log.startMs?.[row] ?? Number.NaN)) {
          serviceOf[row] = activity;
          serviceSec[row] = ((log.endMs[row] ?? 0) - startMs) / 1000;
        }
      }
    }
  }
  const groupCount = log.activities.length;
  const waiting = await summarizeGroups(waitingOf, waitingSec, groupCount, run);
  const hasOverlap = waiting.some(({ minSec }) => minSec < 0);
  if (hasOverlap) for (let row = 0; row < log.eventCount; row++) waitingSec[row] = Math.max(0, waitingSec[row] ?? 0);
  const clipped = hasOverlap ? await summarizeGroups(waitingOf, waitingSec, groupCount, run) : waiting;
  const service =
    serviceOf === null || serviceSec === null ? null : await summarizeGroups(serviceOf, serviceSec, groupCount, run);
  return waiting.map((raw, activity) => ({
    activity: log.activities[activity] ?? "",
    count: counts[activity] ?? 0,
    service: service?.[activity] ?? null,
    waiting: raw,
    waitingClipped: clipped[activity] ?? raw,
  }));
}
