import type { EventLog, RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";

export interface Rework {
  /** By activity number: cases in which the activity occurs more than once. */
  readonly casesPerActivity: Int32Array;
  /** By activity number: events beyond the first of their activity in their case. */
  readonly repetitionsPerActivity: Int32Array;
  /** By activity number: how often the activity directly follows itself. */
  readonly selfLoopsPerActivity: Int32Array;
  /** Cases in which any activity occurs more than once. */
  readonly caseCount: number;
  /** Events that directly repeat the activity before them. */
  readonly selfLoopCount: number;
}

/** Work that is done again: activities that a case repeats, at once (self loop) or later. One pass. */
export async function measureRework(log: EventLog, run: RunOptions = {}): Promise<Rework> {
  const activityCount = log.activities.length;
  const casesPerActivity = new Int32Array(activityCount);
  const repetitionsPerActivity = new Int32Array(activityCount);
  const selfLoopsPerActivity = new Int32Array(activityCount);
  const lastCase = new Int32Array(activityCount).fill(-1);
  const lastCaseRepeated = new Int32Array(activityCount).fill(-1);
  let caseCount = 0;
  let selfLoopCount = 0;
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      let previous = -1;
      let hasRework = false;
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
        const activity = log.activity[row] ?? 0;
        if (activity === previous) {
          selfLoopsPerActivity[activity] = (selfLoopsPerActivity[activity] ?? 0) + 1;
          selfLoopCount++;
        }
        previous = activity;
        if (lastCase[activity] !== owner) {
          lastCase[activity] = owner;
          continue;
        }
        hasRework = true;
        repetitionsPerActivity[activity] = (repetitionsPerActivity[activity] ?? 0) + 1;
        if (lastCaseRepeated[activity] === owner) continue;
        lastCaseRepeated[activity] = owner;
        casesPerActivity[activity] = (casesPerActivity[activity] ?? 0) + 1;
      }
      if (hasRework) caseCount++;
    }
  }
  return { casesPerActivity, repetitionsPerActivity, selfLoopsPerActivity, caseCount, selfLoopCount };
}
