import type { EventLog, RunOptions } from "@longhaul/event-log";
import { itemChunks } from "@longhaul/event-log/columns";
import { createWorkingClock, type WorkingCalendar } from "./working-calendar.ts";

/**
 * A log whose times are those of a clock that runs in working time only (see `createWorkingClock`). The clock never falls,
 * so rows keep their order, and everything measured on it (service, waiting, cycle times, bottlenecks, efficiency, what-if)
 * is in working time: the wait from Friday evening to Monday morning is none. Work done outside the calendar takes no time.
 * Its times are no dates: use the log itself for those.
 * Source: calendar-aware waiting in Lashkevich et al., Why Am I Waiting? Data-Driven Analysis of Waiting Times in Business
 * Processes (2023), waiting due to unavailability.
 */
export async function toWorkingTime(log: EventLog, calendar: WorkingCalendar, run: RunOptions = {}): Promise<EventLog> {
  if (log.eventCount === 0) return log;
  let fromMs = Number.POSITIVE_INFINITY;
  let toMs = Number.NEGATIVE_INFINITY;
  for await (const { from, to } of itemChunks(log.eventCount, run.signal)) {
    for (let row = from; row < to; row++) {
      const endMs = log.endMs[row] ?? 0;
      const startMs = log.startMs?.[row] ?? endMs;
      fromMs = Math.min(fromMs, endMs, Number.isNaN(startMs) ? endMs : startMs);
      toMs = Math.max(toMs, endMs, Number.isNaN(startMs) ? endMs : startMs);
    }
  }
  for (let owner = 0; owner < (log.recordedSpans?.firstMs.length ?? 0); owner++) {
    fromMs = Math.min(fromMs, log.recordedSpans?.firstMs[owner] ?? fromMs);
    toMs = Math.max(toMs, log.recordedSpans?.lastMs[owner] ?? toMs);
  }
  const clock = createWorkingClock(calendar, fromMs, toMs);
  const convert = async (times: Float64Array): Promise<Float64Array> => {
    const worked = new Float64Array(times.length);
    for await (const { from, to } of itemChunks(times.length, run.signal)) {
      for (let row = from; row < to; row++) {
        const ms = times[row] ?? Number.NaN;
        worked[row] = Number.isNaN(ms) ? Number.NaN : clock(ms);
      }
    }
    return worked;
  };
  const spans = log.recordedSpans ?? null;
  return {
    ...log,
    ...(spans === null
      ? {}
      : { recordedSpans: { firstMs: await convert(spans.firstMs), lastMs: await convert(spans.lastMs) } }),
    endMs: await convert(log.endMs),
    startMs: log.startMs === null ? null : await convert(log.startMs),
  };
}
