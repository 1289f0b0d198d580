import { Pacer } from "@longhaul/domain";
import type { EventLog } from "./event-log.ts";
import type { RunOptions } from "./run-options.ts";

const EVENTS_PER_CHUNK = 250_000;

/** A run of whole cases: `firstCase` up to, not including, `endCase`. */
export interface CaseChunk {
  readonly firstCase: number;
  readonly endCase: number;
}

/**
 * Hand out the cases of a log in chunks of about 250,000 events (a chunk has at least one case). Between chunks the
 * event loop gets its turn, so that progress leaves the process and an abort is heard.
 */
export async function* caseChunks(log: EventLog, run: RunOptions = {}): AsyncGenerator<CaseChunk> {
  const pacer = new Pacer(run);
  let firstCase = 0;
  while (firstCase < log.caseCount) {
    const startRow = log.caseOffsets[firstCase] ?? 0;
    let endCase = firstCase + 1;
    while (endCase < log.caseCount && (log.caseOffsets[endCase + 1] ?? 0) - startRow <= EVENTS_PER_CHUNK) endCase++;
    yield { firstCase, endCase };
    firstCase = endCase;
    if (firstCase < log.caseCount) {
      run.onProgress?.((log.caseOffsets[firstCase] ?? 0) / log.eventCount);
      await pacer.pause();
    }
  }
  run.onProgress?.(1);
}
