import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { stagedRun } from "../numbers/staged-run.ts";
import { summarizeGroups, type DurationSummary } from "../numbers/summarize-groups.ts";
import { measureWaits } from "./waiting.ts";

export interface ActivityPerformance {
  readonly activity: string;
  /** Events of the activity. */
  readonly count: number;
  /** Time at work, start to completion, over the events that have a start; null in a log without start times. */
  readonly service: DurationSummary | null;
  /** `measureWaits` over the events that have one before them in their case. */
  readonly waiting: DurationSummary;
}

/**
 * Service and waiting time by activity, in the order of `log.activities`. In a log without start times the service
 * time can't be known: waiting then includes it.
 * Source: Dumas et al., Fundamentals of Business Process Management (2nd edition 2018), section 11.5.
 */
export async function measureActivityPerformance(log: EventLog, run: RunOptions = {}): Promise<ActivityPerformance[]> {
  const next = stagedRun(run, 2);
  const waitingSec = await measureWaits(log, next());
  const waitingOf = new Int32Array(log.eventCount).fill(-1);
  const serviceOf = log.startMs === null ? null : new Int32Array(log.eventCount).fill(-1);
  const serviceSec = log.startMs === null ? null : new Float64Array(log.eventCount);
  const counts = new Int32Array(log.activities.length);
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    const end = log.caseOffsets[endCase] ?? 0;
    for (let row = log.caseOffsets[firstCase] ?? 0; row < end; row++) {
      const activity = log.activity[row] ?? 0;
      counts[activity] = (counts[activity] ?? 0) + 1;
      const waitMs = waitingSec[row] ?? Number.NaN;
      if (!Number.isNaN(waitMs)) {
        waitingOf[row] = activity;
        waitingSec[row] = waitMs / 1000;
      }
      const startMs = log.startMs?.[row] ?? Number.NaN;
      if (serviceOf !== null && serviceSec !== null && !Number.isNaN(startMs)) {
        serviceOf[row] = activity;
        serviceSec[row] = ((log.endMs[row] ?? 0) - startMs) / 1000;
      }
    }
  }
  const groupCount = log.activities.length;
  const waiting = await summarizeGroups(waitingOf, waitingSec, groupCount, run);
  const service =
    serviceOf === null || serviceSec === null ? null : await summarizeGroups(serviceOf, serviceSec, groupCount, run);
  return waiting.map((summary, activity) => ({
    activity: log.activities[activity] ?? "",
    count: counts[activity] ?? 0,
    service: service?.[activity] ?? null,
    waiting: summary,
  }));
}
