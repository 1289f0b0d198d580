import { findRootCauses } from "./find-root-causes.ts";
import { LEAST_EFFECT, priorityOf } from "./judge-effect.ts";
import { measureLoops, type Loop } from "./measure-loops.ts";
import type { Question, QuestionContext } from "./question.ts";
import type { Recommendation } from "./recommendation.ts";
import { segmentKey } from "./segment-key.ts";

const MOST_CONTENDERS = 6;
const FEWEST_CASES = 20;
/** What more of the cases with the activity repeat is how the process goes. */
const MOST_REPEATING_SHARE = 0.6;
/** By so much more often must the segment repeat it, in points of a share and as a ratio. */
const LEAST_MORE = { points: 0.1, ratio: 1.5 } as const;

/**
 * Is work done again for a reason that could be removed? Yes where an activity is repeated much more often in cases of one
 * kind than in all others, by `findRootCauses`; that others manage without shows that it can be done. Repetition alone says
 * nothing: it may be on purpose. Saved would be the time from first to last, for as many cases as are repeated too often.
 */
export const askAboutRework: Question = async (context) => {
  const { log, roles, run } = context;
  const loops = (await measureLoops(log, run))
    .filter(({ cases, casesWithActivity, activity }) => {
      const isMonitoring = roles.monitoring?.includes(log.activities[activity] ?? "") === true;
      return !isMonitoring && cases >= FEWEST_CASES && cases <= MOST_REPEATING_SHARE * casesWithActivity;
    })
    .toSorted((a, b) => b.lostMs - a.lostMs || a.activity - b.activity)
    .slice(0, MOST_CONTENDERS);
  const found: Rework[] = [];
  const named = new Set<string>();
  for (const loop of loops) {
    const recommendation = await recommendOnce(context, loop);
    // Activities of one loop are repeated for one reason: the costliest names it.
    if (recommendation === null) continue;
    const reason = segmentKey(recommendation.evidence.conditions);
    if (named.has(reason)) continue;
    named.add(reason);
    found.push(recommendation);
  }
  return found;
};

type Rework = Extract<Recommendation, { readonly code: "findCauseOfRework" }>;

async function recommendOnce(context: QuestionContext, loop: Loop): Promise<Rework | null> {
  const { log, attributes, segmentsOf, caseSeconds, run } = context;
  const activity = log.activities[loop.activity] ?? "";
  const values = repeatsOf(context, loop.activity);
  const outcome = { name: `repeats ${activity}`, unit: "share", values } as const;
  const { causes, segmentsCompared } = await findRootCauses(log, attributes, outcome, run, segmentsOf);
  const cause = causes.find(
    ({ conditions, difference, mean, otherMean }) =>
      conditions.every(({ kind }) => kind === "attribute" || kind === "resource") &&
      difference >= LEAST_MORE.points &&
      mean >= LEAST_MORE.ratio * otherMean,
  );
  if (cause === undefined) return null;
  const loopSec = loop.lostMs / 1000 / loop.cases;
  const total = caseSeconds.reduce((sum, seconds) => sum + seconds, 0);
  const effectOf = (difference: number): number => (difference * cause.cases * loopSec) / total;
  const effect = effectOf(cause.difference);
  if (!(effect >= LEAST_EFFECT)) return null;
  return {
    code: "findCauseOfRework",
    category: "Rework Reduction",
    priority: priorityOf(effect),
    effect,
    evidence: {
      activity,
      conditions: cause.conditions,
      cases: cause.cases,
      otherCases: cause.otherCases,
      shareRepeating: cause.mean,
      otherShareRepeating: cause.otherMean,
      meanLoopSec: loopSec,
      shareSaved: effect,
      shareSavedLow: effectOf(cause.interval.low),
      shareSavedHigh: effectOf(cause.interval.high),
      segmentsCompared,
    },
  };
}

/** By case: whether it repeats the activity; NaN where it hasn't it. */
function repeatsOf({ log }: QuestionContext, activity: number): Float64Array {
  const values = new Float64Array(log.caseCount).fill(Number.NaN);
  for (let owner = 0; owner < log.caseCount; owner++) {
    let times = 0;
    const end = log.caseOffsets[owner + 1] ?? 0;
    for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) if (log.activity[row] === activity) times++;
    if (times > 0) values[owner] = times > 1 ? 1 : 0;
  }
  return values;
}
