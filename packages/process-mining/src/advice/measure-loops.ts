import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";

/** How often an activity is repeated, and the time from its first to its last completion in the cases that do. */
export interface Loop {
  readonly activity: number;
  /** Cases that have it at all, and that have it more than once. */
  readonly casesWithActivity: number;
  readonly cases: number;
  /** Events beyond the first of each case. */
  readonly repetitions: number;
  readonly lostMs: number;
}

/** Measures the repetitions of every activity in one pass. */
export async function measureLoops(log: EventLog, run: RunOptions): Promise<Loop[]> {
  const activityCount = log.activities.length;
  const casesWithActivity = new Float64Array(activityCount);
  const cases = new Float64Array(activityCount);
  const repetitions = new Float64Array(activityCount);
  const lostMs = new Float64Array(activityCount);
  const ownerOf = new Int32Array(activityCount).fill(-1);
  const firstRow = new Uint32Array(activityCount);
  const lastRow = new Uint32Array(activityCount);
  const present: number[] = [];
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      present.length = 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
        const activity = log.activity[row] ?? 0;
        if (ownerOf[activity] === owner) {
          repetitions[activity] = (repetitions[activity] ?? 0) + 1;
        } else {
          ownerOf[activity] = owner;
          casesWithActivity[activity] = (casesWithActivity[activity] ?? 0) + 1;
          firstRow[activity] = row;
          present.push(activity);
        }
        lastRow[activity] = row;
      }
      for (const activity of present) {
        const first = firstRow[activity] ?? 0;
        const last = lastRow[activity] ?? 0;
        if (first === last) continue;
        cases[activity] = (cases[activity] ?? 0) + 1;
        const spanMs = (log.endMs[last] ?? 0) - (log.endMs[first] ?? 0);
        lostMs[activity] = (lostMs[activity] ?? 0) + Math.max(0, spanMs);
      }
    }
  }
  return log.activities.map((_, activity) => ({
    activity,
    casesWithActivity: casesWithActivity[activity] ?? 0,
    cases: cases[activity] ?? 0,
    repetitions: repetitions[activity] ?? 0,
    lostMs: lostMs[activity] ?? 0,
  }));
}
