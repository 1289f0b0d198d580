import { caseChunks } from "../case-chunks.ts";
import type { EventLog } from "../event-log.ts";
import { startOfEvent } from "../event-times.ts";
import type { RunOptions } from "../run-options.ts";

/** Milliseconds from the completion of the event before to the start of each event; 0 for the first and for overlaps. */
export async function measureWaits(log: EventLog, run: RunOptions = {}): Promise<Float64Array> {
  const waits = new Float64Array(log.eventCount);
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++) {
        waits[row] = Math.max(0, startOfEvent(log, row) - (log.endMs[row - 1] ?? 0));
      }
    }
  }
  return waits;
}
