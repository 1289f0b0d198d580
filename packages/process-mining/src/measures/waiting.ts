import { startOfEvent, type EventLog, type RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";

/**
 * Milliseconds that each event waited: from the latest completion that its case had so far to its own start, and 0
 * where it began while other work of the case went on. NaN for the first event of a case, which waits for nothing.
 * In a log without start times an event begins when it is completed, so the figure holds its own work too.
 * Source: Dumas et al., Fundamentals of Business Process Management (2nd edition 2018), section 11.5; for work that
 * overlaps, waiting is the time in which nobody works on the case.
 */
export async function measureWaits(log: EventLog, run: RunOptions = {}): Promise<Float64Array> {
  const waitsMs = new Float64Array(log.eventCount).fill(Number.NaN);
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      let latestMs = log.endMs[first] ?? 0;
      for (let row = first + 1; row < end; row++) {
        waitsMs[row] = Math.max(0, startOfEvent(log, row) - latestMs);
        latestMs = Math.max(latestMs, log.endMs[row] ?? 0);
      }
    }
  }
  return waitsMs;
}
