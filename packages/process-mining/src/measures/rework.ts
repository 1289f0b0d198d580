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
  readonly beyondRule: ReworkBeyondRule;
}

/**
 * Rework as far as it isn't the rule: an activity that most cases which have it repeat, as a test that is taken every day, is
 * repeated on purpose.
 */
export interface ReworkBeyondRule {
  /** Activities that most of their cases repeat, the most frequent first. */
  readonly repeatedAsARule: readonly string[];
  /** Cases that repeat another activity. */
  readonly cases: number;
  /** Of the others the one that most cases repeat; null where no case repeats any. */
  readonly most: { readonly activity: string; readonly cases: number; readonly ofCases: number } | null;
}

const MOST_OF_ITS_CASES = 0.5;
/** Of fewer cases it can't be told what the rule is, and of a smaller share of all it doesn't matter. */
const FEWEST_CASES = 10;
const LEAST_SHARE = 0.02;

/** Work that is done again: activities that a case repeats, at once (self loop) or later. */
export async function measureRework(log: EventLog, run: RunOptions = {}): Promise<Rework> {
  const activityCount = log.activities.length;
  const casesPerActivity = new Int32Array(activityCount);
  const repetitionsPerActivity = new Int32Array(activityCount);
  const selfLoopsPerActivity = new Int32Array(activityCount);
  const casesWithActivity = new Int32Array(activityCount);
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
          casesWithActivity[activity] = (casesWithActivity[activity] ?? 0) + 1;
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
  const beyondRule = await measureBeyondRule(log, { casesPerActivity, casesWithActivity, caseCount }, run);
  return { casesPerActivity, repetitionsPerActivity, selfLoopsPerActivity, caseCount, selfLoopCount, beyondRule };
}

async function measureBeyondRule(
  log: EventLog,
  {
    casesPerActivity,
    casesWithActivity,
    caseCount,
  }: Pick<Rework, "casesPerActivity" | "caseCount"> & { readonly casesWithActivity: Int32Array },
  { signal }: RunOptions,
): Promise<ReworkBeyondRule> {
  const asARule = Array.from(casesWithActivity, (cases, activity) => {
    const repeating = casesPerActivity[activity] ?? 0;
    const isSeldom = cases < FEWEST_CASES || repeating < LEAST_SHARE * log.caseCount;
    return !isSeldom && repeating >= MOST_OF_ITS_CASES * cases;
  });
  const others = Array.from(casesPerActivity.keys()).filter((activity) => !asARule[activity]);
  const [most] = others.toSorted((a, b) => (casesPerActivity[b] ?? 0) - (casesPerActivity[a] ?? 0));
  const cases = most === undefined ? 0 : (casesPerActivity[most] ?? 0);
  return {
    repeatedAsARule: Array.from(asARule.keys())
      .filter((activity) => asARule[activity])
      .toSorted((a, b) => (casesPerActivity[b] ?? 0) - (casesPerActivity[a] ?? 0))
      .map((activity) => log.activities[activity] ?? ""),
    cases: asARule.includes(true) ? await countRepeating(log, asARule, signal) : caseCount,
    most:
      most === undefined || cases === 0
        ? null
        : { activity: log.activities[most] ?? "", cases, ofCases: casesWithActivity[most] ?? 0 },
  };
}

/** Cases that repeat an activity, those of `without` left out. */
async function countRepeating(
  log: EventLog,
  without: readonly boolean[],
  signal: AbortSignal | undefined,
): Promise<number> {
  const lastCase = new Int32Array(log.activities.length).fill(-1);
  let repeating = 0;
  for await (const { firstCase, endCase } of caseChunks(log, { signal })) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
        const activity = log.activity[row] ?? 0;
        if (lastCase[activity] === owner && !without[activity]) {
          repeating++;
          break;
        }
        lastCase[activity] = owner;
      }
    }
  }
  return repeating;
}
